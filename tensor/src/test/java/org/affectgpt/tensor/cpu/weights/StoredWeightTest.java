package org.affectgpt.tensor.cpu.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumMap;
import java.util.Map;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.affectgpt.tensor.cpu.Operands;
import org.affectgpt.tensor.cpu.Weights;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.ops.matrix.Linear;
import org.affectgpt.tensor.ops.rows.Sum;
import org.affectgpt.tensor.ops.shape.Embedding;
import org.junit.jupiter.api.Test;

/** Weights in 16 bits and in blocks, as files hold them. */
final class StoredWeightTest {
  private static final int OUT = 5;
  private static final int IN = 64;

  private final Backend backend = CpuBackend.create(TestThreads.MANY);

  /** A stored weight and what it stands for. */
  private record Stored(Tensor tensor, float[] values) {}

  private Map<DType, Stored> weights() {
    Map<DType, Stored> all = new EnumMap<>(DType.class);
    for (DType t : new DType[] {DType.F32, DType.BF16, DType.F16, DType.Q8_0, DType.Q4_0}) {
      all.put(t, stored(t));
    }
    return all;
  }

  private Stored stored(DType type) {
    Weights w = Weights.random(type, OUT * IN, new CounterRng(type.ordinal()));
    return new Stored(Tensor.over(backend, w.storage(), 0, Shape.of(OUT, IN)), w.values());
  }

  @Test
  void embeddingTakesRowsAsTheyLie() {
    Tensor ids = Tensor.ofInts(backend, new int[] {4, 0}, 2);
    weights()
        .forEach(
            (t, w) -> {
              float[] y = Embedding.embedding(w.tensor(), ids).toFloats();
              for (int c = 0; c < IN; c++) {
                assertEquals(w.values()[4 * IN + c], y[c]);
                assertEquals(w.values()[c], y[IN + c]);
              }
            });
  }

  @Test
  void linearMultipliesAndDifferentiatesByThem() {
    weights()
        .forEach(
            (t, w) -> {
              float[] values = Operands.normal(3 * IN, 9);
              Tensor x = Tensor.of(backend, values, 3, IN).requiresGrad(true);
              Tensor y = Linear.linear(x, w.tensor(), null);
              float[] out = y.toFloats();
              for (int i = 0; i < out.length; i++) {
                double sum = 0;
                double size = 0;
                for (int c = 0; c < IN; c++) {
                  double term = values[i / OUT * IN + c] * w.values()[i % OUT * IN + c];
                  sum += term;
                  size += Math.abs(term);
                }
                assertEquals(sum, out[i], 1e-5 * size, t.name());
              }
              Sum.sum(y).backward();
              float[] dx = x.grad().toFloats();
              for (int i = 0; i < dx.length; i++) {
                double sum = 0;
                for (int o = 0; o < OUT; o++) {
                  sum += w.values()[o * IN + i % IN];
                }
                assertEquals(sum, dx[i], 1e-3, t.name());
              }
            });
  }

  @Test
  void aStoredWeightCannotCollectAGradient() {
    Tensor w = stored(DType.BF16).tensor().requiresGrad(true);
    Tensor x = Tensor.zeros(backend, 2, IN);
    assertThrows(IllegalArgumentException.class, () -> Linear.linear(x, w, null));
  }
}
