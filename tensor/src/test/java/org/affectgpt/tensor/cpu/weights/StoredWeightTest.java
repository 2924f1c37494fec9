package org.affectgpt.tensor.cpu.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.affectgpt.tensor.cpu.Operands;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.Half;
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
    int n = OUT * IN;
    MemorySegment s = Arena.ofAuto().allocate(type.bytes(n), 64);
    float[] values = new float[n];
    CounterRng rng = new CounterRng(type.ordinal());
    for (int i = 0; i < n; i++) {
      values[i] = put(s, type, i, rng);
    }
    SegmentStorage storage = new SegmentStorage(s, type, n);
    return new Stored(Tensor.over(backend, storage, 0, Shape.of(OUT, IN)), values);
  }

  private static float put(MemorySegment s, DType type, int i, CounterRng rng) {
    float v = (float) rng.nextGaussian();
    int place = i % 32;
    long block = (long) i / 32 * type.blockBytes();
    float scale = 0.25f * (1 + i / 32);
    switch (type) {
      case F32 -> {
        s.set(ValueLayout.JAVA_FLOAT, i * 4L, v);
        return v;
      }
      case BF16 -> {
        s.set(ValueLayout.JAVA_SHORT, i * 2L, Half.toBf16(v));
        return Half.fromBf16(Half.toBf16(v));
      }
      case F16 -> {
        s.set(ValueLayout.JAVA_SHORT, i * 2L, Half.toF16(v));
        return Half.fromF16(Half.toF16(v));
      }
      case Q8_0 -> {
        byte q = (byte) rng.nextInt(256);
        s.set(ValueLayout.JAVA_SHORT, block, Half.toF16(scale));
        s.set(ValueLayout.JAVA_BYTE, block + 2 + place, q);
        return scale * q;
      }
      case Q4_0 -> {
        int q = rng.nextInt(16);
        long at = block + 2 + place % 16;
        int kept = s.get(ValueLayout.JAVA_BYTE, at) & 255;
        s.set(ValueLayout.JAVA_SHORT, block, Half.toF16(scale));
        s.set(ValueLayout.JAVA_BYTE, at, (byte) (place < 16 ? kept | q : kept | q << 4));
        return scale * (q - 8);
      }
      default -> throw new IllegalArgumentException("" + type);
    }
  }

  @Test
  void downloadWidens() {
    weights().forEach((t, w) -> assertArrayEquals(w.values(), w.tensor().toFloats(), t.name()));
  }

  @Test
  void downloadBeginsAndEndsAnywhere() {
    weights()
        .forEach(
            (t, w) -> {
              for (int[] span : new int[][] {{0, 7}, {5, 9}, {31, 2}, {17, 100}, {64, 33}}) {
                float[] part = new float[span[1] + 1];
                View view = new View(w.tensor().view().storage(), span[0]);
                backend.download(view, part, 1, span[1]);
                for (int i = 0; i < span[1]; i++) {
                  assertEquals(w.values()[span[0] + i], part[1 + i], t.name());
                }
              }
            });
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
