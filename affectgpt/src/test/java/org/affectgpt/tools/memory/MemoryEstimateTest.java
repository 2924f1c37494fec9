package org.affectgpt.tools.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.memory.MemoryPart.Place;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final long GIB = 1L << 30;

  /** Qwen2.5-7B in BF16. */
  private static MemoryEstimate seven(int tokens) {
    long elements = 7_600_000_000L;
    WeightMemory weights =
        new WeightMemory(
            List.of(new MemoryPart("bf16 weights", Place.MAPPED, 2 * elements)),
            elements,
            2 * elements);
    DecoderConfig config = DecoderConfig.of(152064, 3584, 18944, 28, 28, 4);
    return MemoryEstimate.of(weights, DecoderMemory.of(config, 1, 120, tokens), List.of());
  }

  @Test
  void theCacheOfSevenBillion() {
    MemoryPart cache =
        seven(1200).parts().stream().filter(p -> p.name().equals("KV cache")).findFirst().get();
    assertEquals(28L * 2 * 4 * 128 * 4 * 1320, cache.bytes());
    assertEquals(Place.HEAP, cache.place());
  }

  @Test
  void fitsOrNamesTheOptionThatWould() {
    seven(1200).require(new MachineMemory(24 * GIB, 4 * GIB));
    MemoryEstimate e = seven(1200);
    String q8 = message(e, new MachineMemory(12 * GIB, 4 * GIB));
    assertTrue(q8.contains("--dtype Q8_0") && q8.contains("--force"), q8);
    String q4 = message(e, new MachineMemory(6 * GIB, 4 * GIB));
    assertTrue(q4.contains("--dtype Q4_0"), q4);
    String none = message(e, new MachineMemory(GIB, 4 * GIB));
    assertTrue(none.contains("smaller model") && !none.contains("--max-tokens"), none);
  }

  @Test
  void aLongAnswerIsWhatToShorten() {
    MemoryEstimate e = seven(100_000);
    String heap = message(e, new MachineMemory(64 * GIB, 4 * GIB));
    assertTrue(heap.contains("-Xmx12g"), heap);
    int tokens = Integer.parseInt(heap.replaceAll(".*--max-tokens to (\\d+).*", "$1"));
    seven(tokens).require(new MachineMemory(64 * GIB, 4 * GIB));
    assertTrue(seven(tokens + 1).at(Place.HEAP) > 4 * GIB);
  }

  @Test
  void partsOfOneNameAreOne() {
    MemoryPart a = new MemoryPart("f32 weights", Place.MAPPED, GIB);
    MemoryEstimate e = new MemoryEstimate(List.of(a, a), 0, 0, 0, 1);
    assertEquals(List.of(new MemoryPart("f32 weights", Place.MAPPED, 2 * GIB)), e.parts());
    String line = e.line(new MachineMemory(4 * GIB, GIB));
    assertTrue(line.contains("2.0 GiB needed") && line.contains("(f32 weights 2.0 GiB)"), line);
  }

  @Test
  void theHeapGrowsBeyondWhatIsAliveButNotBeyondItsBound() {
    MemoryPart weights = new MemoryPart("bf16 weights", Place.MAPPED, 5 * GIB);
    MemoryPart alive = new MemoryPart("activations", Place.HEAP, 2 * GIB);
    MemoryEstimate e = new MemoryEstimate(List.of(weights, alive), 0, 0, 0, 1);
    assertEquals(7 * GIB, e.total());
    assertEquals(7 * GIB + GIB + 3 * GIB / 2, e.peak(new MachineMemory(32 * GIB, 16 * GIB)));
    assertEquals(5 * GIB + 3 * GIB, e.peak(new MachineMemory(32 * GIB, 3 * GIB)));
    assertEquals(e.total(), e.peak(new MachineMemory(32 * GIB, GIB)));
  }

  private static String message(MemoryEstimate estimate, MachineMemory machine) {
    return assertThrows(InputException.class, () -> estimate.require(machine)).getMessage();
  }
}
