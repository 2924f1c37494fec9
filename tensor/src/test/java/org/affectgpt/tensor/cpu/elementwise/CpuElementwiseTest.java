package org.affectgpt.tensor.cpu.elementwise;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.affectgpt.tensor.cpu.SameBits.onAnyThreads;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.OptimizerKernels.AdamW;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

/**
 * Kernels that take each value on its own, at sizes around their pieces, against float64 loops, on
 * one thread and on many.
 */
final class CpuElementwiseTest {
  private static final int[] SIZES = {1, 15, 16, 17, 16383, 16384, 16385, 50_001};

  @Test
  void elementwiseAtEverySize() {
    for (int n : SIZES) {
      float[] x = normal(n, 1);
      float[] z = normal(n, 2);
      onAnyThreads(
          b -> {
            Tensor y = Tensor.zeros(b, n);
            b.elementwise().unary(Unary.TANH, normal(b, 1, n).view(), y.view(), n);
            b.elementwise().binary(Binary.MUL, y.view(), normal(b, 2, n).view(), y.view(), n);
            b.elementwise().affine(2f, y.view(), 0.5f, y.view(), n);
            b.elementwise().axpy(-1f, normal(b, 1, n).view(), y.view(), n);
            return y.toFloats();
          },
          y -> {
            for (int i = 0; i < n; i++) {
              assertEquals(2 * Math.tanh(x[i]) * z[i] + 0.5 - x[i], y[i], 4e-6);
            }
          });
    }
  }

  @Test
  void aValueDoesNotDependOnItsPlace() {
    try (Backend b = CpuBackend.create(1)) {
      Tensor x = normal(b, 3, 64);
      for (Unary op : Unary.values()) {
        Tensor whole = Tensor.zeros(b, 64);
        b.elementwise().unary(op, x.view(), whole.view(), 64);
        for (int from = 0; from < 20; from++) {
          int n = 21;
          Tensor part = Tensor.zeros(b, n);
          b.elementwise().unary(op, x.view().plus(from), part.view(), n);
          float[] expected = new float[n];
          System.arraycopy(whole.toFloats(), from, expected, 0, n);
          assertArrayEquals(expected, part.toFloats(), op.name());
        }
      }
    }
  }

  @Test
  void dropoutFollowsTheCountedDraws() {
    int n = 40_003;
    float p = 0.25f;
    float[] x = normal(n, 9);
    long key = new CounterRng(3).key();
    onAnyThreads(
        b -> {
          Tensor y = Tensor.zeros(b, n);
          b.elementwise().dropout(normal(b, 9, n).view(), p, key, 11, y.view(), n);
          return y.toFloats();
        },
        y -> {
          int zeros = 0;
          for (int i = 0; i < n; i++) {
            boolean dropped = (CounterRng.bitsAt(key, 11 + i) >>> 40) * 0x1p-24f < p;
            zeros += dropped ? 1 : 0;
            assertEquals(dropped ? 0f : x[i] * (1f / (1f - p)), y[i]);
          }
          assertEquals(p, zeros / (double) n, 0.01);
        });
  }

  @Test
  void adamWFollowsItsFormula() {
    int n = 33_333;
    float[] p0 = normal(n, 10);
    float[] g = normal(n, 11);
    AdamW h = new AdamW(1e-2, 0.9, 0.95, 1e-8, 0.1, 1);
    onAnyThreads(
        b -> {
          Tensor p = normal(b, 10, n);
          Tensor m = Tensor.zeros(b, n);
          Tensor v = Tensor.zeros(b, n);
          for (int step = 1; step <= 3; step++) {
            AdamW at = new AdamW(h.lr(), h.beta1(), h.beta2(), h.eps(), h.weightDecay(), step);
            b.optimizer().adamW(at, p.view(), normal(b, 11, n).view(), m.view(), v.view(), n);
          }
          return p.toFloats();
        },
        y -> {
          for (int i = 0; i < n; i++) {
            double p = p0[i];
            double m = 0;
            double v = 0;
            for (int step = 1; step <= 3; step++) {
              p *= 1 - h.lr() * h.weightDecay();
              m = h.beta1() * m + (1 - h.beta1()) * g[i];
              v = h.beta2() * v + (1 - h.beta2()) * g[i] * g[i];
              double mHat = m / (1 - Math.pow(h.beta1(), step));
              double vHat = v / (1 - Math.pow(h.beta2(), step));
              p -= h.lr() * mHat / (Math.sqrt(vHat) + h.eps());
            }
            assertEquals(p, y[i], 2e-6);
          }
        });
  }
}
