package org.affectgpt.tensor.cpu.attention;

import static org.affectgpt.tensor.cpu.Operands.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionKernels.Gradients;
import org.affectgpt.tensor.backend.AttentionKernels.Inputs;
import org.affectgpt.tensor.backend.AttentionKernels.Outputs;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.IntArray;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CpuAttentionTest {
  private static final Workers MANY = new Workers(TestThreads.MANY);
  private static final Workers ONE = new Workers(1);

  @AfterAll
  static void stop() {
    MANY.close();
    ONE.close();
  }

  static List<Dims> cases() {
    List<Dims> all = new ArrayList<>();
    AttentionPattern full = AttentionPattern.full();
    all.add(dims(1, 1, 1, 1, 1, 1, full));
    all.add(dims(2, 3, 17, 4, 2, 24, full));
    all.add(dims(2, 33, 129, 2, 1, 33, full));
    all.add(dims(1, 200, 257, 3, 3, 64, full));
    all.add(dims(1, 13, 700, 2, 2, 17, full));
    all.add(dims(2, 17, 17, 4, 2, 32, AttentionPattern.causal(0)));
    all.add(dims(1, 129, 129, 4, 1, 128, AttentionPattern.causal(0)));
    all.add(dims(1, 450, 450, 1, 1, 24, AttentionPattern.causal(0)));
    all.add(dims(1, 2, 2000, 4, 2, 40, AttentionPattern.causal(1998)));
    all.add(dims(1, 20, 600 + 20 * 300, 2, 1, 16, AttentionPattern.decode(600, 300, 280)));
    all.add(dims(3, 1, 90, 4, 2, 32, AttentionPattern.causal(89)));
    all.add(dims(1, 5, 70, 2, 1, 40, AttentionPattern.causal(65)));
    all.add(dims(1, 1, 1300, 6, 2, 64, AttentionPattern.causal(1299)));
    all.add(dims(2, 100 + 8 * 35, 100 + 8 * 35, 4, 2, 32, AttentionPattern.branches(100, 35)));
    all.add(dims(1, 7 + 3 * 5, 7 + 3 * 5, 2, 2, 8, AttentionPattern.branches(7, 5)));
    all.add(dims(1, 4 * 6, 4 * 6, 2, 1, 8, AttentionPattern.branches(0, 6)));
    all.add(dims(3, 8, 100 + 8 * 35, 4, 2, 32, AttentionPattern.decode(100, 35, 20)));
    all.add(dims(2, 5, 3 + 5 * 4, 4, 4, 24, AttentionPattern.decode(3, 4, 0)));
    all.add(dims(1, 2, 2 * 70, 2, 1, 33, AttentionPattern.decode(0, 70, 69)));
    return all;
  }

  private static Dims dims(
      int batch, int queries, int keys, int heads, int kvHeads, int dim, AttentionPattern p) {
    return new Dims(batch, queries, keys, heads, kvHeads, dim, 0.3f, p);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forwardAndBackwardMatchTheOracle(Dims d) {
    run(d, null);
    int[] mask = new int[d.batch() * d.keys()];
    CounterRng rng = new CounterRng(5);
    for (int i = 0; i < mask.length; i++) {
      // The last sequence of a batch sees nothing at all.
      mask[i] = i / d.keys() == d.batch() - 1 && d.batch() > 1 ? 0 : rng.nextInt(3);
    }
    run(d, mask);
  }

  private static void run(Dims d, int[] mask) {
    int offset = 3;
    int queries = d.batch() * d.queries() * d.heads() * d.dim();
    int keys = d.batch() * d.keys() * d.kvHeads() * d.dim();
    float[] q = random(queries + offset, 1);
    float[] k = random(keys + offset, 2);
    float[] v = random(keys + offset, 3);
    float[] dOut = random(queries + offset, 4);
    Result many = compute(new CpuAttention(MANY), d, q, k, v, mask, dOut, offset);
    Result one = compute(new CpuAttention(ONE), d, q, k, v, mask, dOut, offset);
    assertArrayEquals(one.out, many.out);
    assertArrayEquals(one.sums, many.sums);
    assertArrayEquals(one.dq, many.dq);
    assertArrayEquals(one.dk, many.dk);
    assertArrayEquals(one.dv, many.dv);
    AttentionOracle oracle = new AttentionOracle(d, q, k, v, mask, dOut, offset);
    assertClose(oracle.out, many.out, offset, 3e-6);
    assertClose(oracle.dq, many.dq, offset, 2e-5);
    assertClose(oracle.dk, many.dk, offset, 2e-5 * Math.sqrt(d.queries()));
    assertClose(oracle.dv, many.dv, offset, 1e-5 * Math.sqrt(d.queries()));
    for (int i = 0; i < many.sums.length; i++) {
      if (Double.isInfinite(oracle.sums[i])) {
        assertEquals(oracle.sums[i], many.sums[i]);
      } else {
        assertEquals(oracle.sums[i], many.sums[i], 2e-6 * (1 + Math.abs(oracle.sums[i])));
      }
    }
  }

  private record Result(float[] out, float[] sums, float[] dq, float[] dk, float[] dv) {}

  private static Result compute(
      CpuAttention attention,
      Dims d,
      float[] q,
      float[] k,
      float[] v,
      int[] mask,
      float[] dOut,
      int offset) {
    Result r =
        new Result(
            random(q.length, 11),
            new float[d.batch() * d.heads() * d.queries()],
            random(q.length, 12),
            random(k.length, 13),
            random(k.length, 14));
    View keyMask = mask == null ? null : new View(new IntArray(mask), 0);
    Inputs in = new Inputs(view(q, offset), view(k, offset), view(v, offset), keyMask);
    Outputs out = new Outputs(view(r.out, offset), view(r.sums, 0));
    attention.forward(d, in, out);
    float[] again = random(q.length, 11);
    attention.forward(d, in, new Outputs(view(again, offset), null));
    assertArrayEquals(r.out, again);
    Gradients gradients = new Gradients(view(r.dq, offset), view(r.dk, offset), view(r.dv, offset));
    attention.backward(d, in, out, view(dOut, offset), gradients);
    return r;
  }

  private static void assertClose(double[] expected, float[] actual, int offset, double bound) {
    for (int i = offset; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], bound * (1 + Math.abs(expected[i])), "element " + i);
    }
  }

  private static View view(float[] data, int offset) {
    return new View(new FloatArray(data, offset - offset / 2), offset / 2);
  }
}
