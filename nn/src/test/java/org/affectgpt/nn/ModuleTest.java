package org.affectgpt.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.layer.WeightNormConv1d;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private final Backend backend = Backends.open("cpu", 1);

  @Test
  void freshParametersDependOnTheirNameAndSeedOnly() {
    Linear a = Linear.kaiming(Init.random(backend, new CounterRng(1)).child("x"), 3, 5, true);
    Linear b = Linear.kaiming(Init.random(backend, new CounterRng(1)).child("x"), 3, 5, true);
    Linear c = Linear.kaiming(Init.random(backend, new CounterRng(1)).child("y"), 3, 5, true);
    assertArrayEquals(a.weight().value().toFloats(), b.weight().value().toFloats());
    assertTrue(
        Compare.relative(a.weight().value().toFloats(), c.weight().value().toFloats()) > 0.1);
    for (float v : a.weight().value().toFloats()) {
      assertTrue(Math.abs(v) <= 1 / Math.sqrt(3));
    }
  }

  @Test
  void reportsWhatIsMissingAndWhatIsLeftOver() {
    Linear layer = Linear.normal(Init.empty(backend), 2, 2, true, 0.02);
    Tensor w = Tensor.zeros(backend, 2, 2);
    LoadReport report = layer.load(Map.of("weight", w, "scale", w), Module.Loading.COPY);
    assertEquals(List.of("bias"), report.missing());
    assertEquals(List.of("scale"), report.unexpected());
    InputException e = assertThrows(InputException.class, () -> report.requireComplete("m.bin"));
    assertTrue(e.getMessage().startsWith("m.bin: 1 tensors are missing, the first is bias"));
    assertThrows(IllegalStateException.class, () -> layer.forward(w));
  }

  @Test
  void aWrongShapeNamesTheTensorAndBothShapes() {
    Linear layer = Linear.normal(Init.empty(backend), 2, 3, false, 0.02);
    Tensor w = Tensor.zeros(backend, 2, 3);
    InputException e = assertThrows(InputException.class, () -> layer.replace("weight", w));
    assertEquals("tensor weight has shape [2, 3] but the model needs [3, 2]", e.getMessage());
  }

  @Test
  void mappedWeightsAreUsedInPlaceAndFrozen() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(6 * 2);
      for (int i = 0; i < 6; i++) {
        bytes.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (Float.floatToIntBits(i - 2) >> 16));
      }
      Tensor w = Tensor.stored(backend, bytes, DType.BF16, Shape.of(2, 3));
      Linear layer = Linear.kaiming(Init.random(backend, new CounterRng(1)), 3, 2, false);
      layer.replace("weight", w);
      assertSame(w.view().storage(), layer.weight().value().view().storage());
      assertFalse(layer.weight().trainable());
      assertThrows(IllegalArgumentException.class, layer::unfreeze);
      Tensor y = layer.forward(Tensor.of(backend, new float[] {1, 2, 3}, 1, 3));
      assertArrayEquals(new float[] {-4, 14}, y.toFloats());
      Tensor x = Tensor.of(backend, new float[] {1, 2, 3}, 1, 3).requiresGrad(true);
      layer.forward(x).backward(Tensor.of(backend, new float[] {1, 10}, 1, 2));
      assertArrayEquals(new float[] {8, 19, 30}, x.grad().toFloats());
      layer.assign("weight", w);
      layer.unfreeze();
      assertEquals(DType.F32, layer.weight().value().dtype());
    }
  }

  @Test
  void bothNamesOfWeightNormLoad() {
    WeightNormConv1d conv = new WeightNormConv1d(Init.empty(backend), 4, 3, 1, 2);
    Tensor g = Tensor.full(backend, 2, 1, 1, 3);
    Tensor v = Tensor.full(backend, 1, 4, 2, 3);
    Tensor b = Tensor.zeros(backend, 4);
    LoadReport old =
        conv.load(Map.of("weight_g", g, "weight_v", v, "bias", b), Module.Loading.COPY);
    assertEquals(new LoadReport(List.of(), List.of()), old);
    // every offset of the kernel has norm 2 over 8 equal entries
    Tensor y = conv.forward(Tensor.full(backend, 1, 1, 4, 5));
    assertEquals(2 * 3 * 2 / Math.sqrt(8), y.toFloats()[1], 1e-5);
  }

  @Test
  void aTiedHeadHasNoParameterOfItsOwnAndPassesOverOneInTheFile() {
    DecoderConfig config = DecoderConfig.of(7, 4, 6, 1, 2, 1).withTied(true);
    CausalLm lm = new CausalLm(Init.empty(backend), config);
    assertFalse(lm.parameters().containsKey("lm_head.weight"));
    LoadReport r =
        lm.load(Map.of("lm_head.weight", Tensor.zeros(backend, 7, 4)), Module.Loading.COPY);
    assertEquals(List.of(), r.unexpected());
  }
}
