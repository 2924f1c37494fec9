package org.affectgpt.io.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;

/** Block scales as transformers' {@code Fp8Dequantize} applies them. */
class ScaledWeightsTest {
  private static final Path FILE = Path.of("model.safetensors");

  /** 0x38 is 1, 0x40 is 2, 0xC4 is -3 in E4M3. */
  private static final byte[] CODES = {0x38, 0x40, (byte) 0xC4, 0x38, 0x38, 0x40, 0x40, 0x38};

  private static TensorSource source(long[] grid, float... scales) {
    Map<String, TensorEntry> all = new LinkedHashMap<>();
    put(all, "a.weight", StoredType.F8_E4M3, List.of(2L, 4L), MemorySegment.ofArray(CODES));
    put(
        all,
        "a.weight_scale_inv",
        StoredType.F32,
        java.util.Arrays.stream(grid).boxed().toList(),
        MemorySegment.ofArray(bytes(scales)));
    put(all, "b.weight_scale", StoredType.U8, List.of(1L), MemorySegment.ofArray(new byte[1]));
    return new NamedTensors(FILE, all);
  }

  private static byte[] bytes(float[] values) {
    java.nio.ByteBuffer b =
        java.nio.ByteBuffer.allocate(4 * values.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (float v : values) {
      b.putFloat(v);
    }
    return b.array();
  }

  private static void put(
      Map<String, TensorEntry> all,
      String name,
      StoredType type,
      List<Long> shape,
      MemorySegment d) {
    all.put(name, new TensorEntry(name, type, shape, d, FILE));
  }

  @Test
  void multipliesBlocksAndRoundsToBf16() {
    TensorSource scaled =
        ScaledWeights.of(source(new long[] {2, 2}, .5f, 3, 1.001f, -2), FILE, Arena.ofAuto());
    TensorEntry a = scaled.entry("a.weight");
    assertEquals(StoredType.BF16, a.type());
    // 1.001 is 1 in BF16, 2.002 is 2
    assertArrayEquals(new float[] {.5f, 1, -9, 3, 1, 2, -4, -2}, a.toFloats());
    assertEquals(null, scaled.find("a.weight_scale_inv"));
  }

  @Test
  void takesOneScaleForAll() {
    TensorSource scaled = ScaledWeights.of(source(new long[] {}, 4), FILE, Arena.ofAuto());
    assertArrayEquals(new float[] {4, 8, -12, 4, 4, 8, 8, 4}, scaled.entry("a.weight").toFloats());
  }

  @Test
  void refusesGridsThatDoNotFit() {
    String message =
        assertThrows(
                InputException.class,
                () -> ScaledWeights.of(source(new long[] {1, 3}, 1, 2, 3), FILE, Arena.ofAuto()))
            .getMessage();
    assertTrue(message.contains("a.weight_scale_inv") && message.contains("[1, 3]"), message);
  }

  @Test
  void knowsWhatQuantisersCallTheirNumbers() {
    for (String name :
        List.of("x.weight_scale", "x.input_scale", "x.scales", "x.qzeros", "x.SCB", "k_scale")) {
      assertTrue(BlockScales.isOfQuantiser(name), name);
    }
    assertFalse(BlockScales.isOfQuantiser("model.layers.0.mlp.up_proj.weight"));
    TensorSource plain = new NamedTensors(FILE, Map.of());
    assertSame(plain, ScaledWeights.of(plain, FILE, Arena.ofAuto()));
  }
}
