package org.affectgpt.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.BackendOptions;
import org.affectgpt.tensor.backend.MemoryFigures;
import org.affectgpt.tensor.backend.Precision;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.Half;
import org.junit.jupiter.api.Test;

class BackendsTest {
  @Test
  void opensTheDeviceThatIsAskedFor() {
    for (String device : new String[] {"cpu", "cpu:0"}) {
      try (Backend backend = Backends.open(device, 2)) {
        assertEquals("cpu", backend.name());
        assertEquals(new BackendOptions(0, 2, Precision.F32), backend.options());
        backend.synchronize();
        MemoryFigures memory = backend.memory();
        assertTrue(0 < memory.inUse() && memory.inUse() <= memory.limit(), memory.toString());
      }
    }
  }

  @Test
  void neverFallsBack() {
    refused("tpu", "backend 'tpu' is not part of this build; use cpu");
    refused("tpu:3", "backend 'tpu' is not part of this build; use cpu");
    refused("cpu:", "'cpu:'");
    refused("cpu:one", "'cpu:one'");
    refused("cpu:-1", "'cpu:-1'");
    refused("cpu:1", "cpu:1: the processor is one device; use cpu");
    refused("", "backend ''");
  }

  private static void refused(String device, String part) {
    InputException e = assertThrows(InputException.class, () -> Backends.open(device, 1));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void theProcessorRefusesAPrecisionThatItLacks() {
    BackendOptions options = new BackendOptions(0, 1, Precision.BF16);
    InputException e = assertThrows(InputException.class, () -> Backends.open("cpu", options));
    assertEquals("the cpu backend computes in F32, not BF16; ask for F32", e.getMessage());
  }

  @Test
  void weightsLieWhereTheFileHasThem() {
    try (Backend backend = Backends.open("cpu", 1);
        Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(13).asSlice(1);
      ValueLayout.OfShort bits =
          ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 6; i++) {
        bytes.set(bits, 2L * i, Half.toBf16(i));
      }
      Tensor w = Tensor.stored(backend, bytes, DType.BF16, Shape.of(2, 3));
      assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, w.toFloats());
      bytes.set(bits, 2, Half.toBf16(7));
      assertEquals(7, w.toFloats()[1], "in place");
      Tensor scalar = Tensor.stored(backend, bytes.asSlice(2, 2), DType.BF16, Shape.of());
      assertEquals(7, scalar.item());
      Tensor none = Tensor.stored(backend, bytes.asSlice(0, 0), DType.BF16, Shape.of(3, 0));
      assertEquals(0, none.toFloats().length);
    }
  }
}
