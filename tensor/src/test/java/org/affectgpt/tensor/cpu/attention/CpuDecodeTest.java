package org.affectgpt.tensor.cpu.attention;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionKernels.Inputs;
import org.affectgpt.tensor.backend.AttentionKernels.Outputs;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.IndexKernels.CacheRows;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

/** A decoding step whose lengths lie in memory, and the cache that it reads. */
class CpuDecodeTest {
  private static final int BATCH = 2;
  private static final int QUERIES = 3;
  private static final int PREFIX = 300;
  private static final int BRANCH = 700;
  private static final int KEYS = PREFIX + QUERIES * BRANCH;
  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int DIM = 24;

  private static Dims dims(int batch, AttentionPattern pattern) {
    return new Dims(batch, QUERIES, KEYS, HEADS, KV_HEADS, DIM, 0.3f, pattern);
  }

  @Test
  void everyQuerySeesItsBranchUpToItsOwnLastKey() {
    try (Backend b = CpuBackend.create(TestThreads.MANY)) {
      Tensor q = normal(b, 1, BATCH, QUERIES, HEADS, DIM);
      Tensor k = normal(b, 2, BATCH, KEYS, KV_HEADS, DIM);
      Tensor v = normal(b, 3, BATCH, KEYS, KV_HEADS, DIM);
      int[] steps = {0, 299, 699, 255, 256, 3};
      int[] last = new int[steps.length];
      Arrays.setAll(last, i -> PREFIX + i % QUERIES * BRANCH + steps[i]);
      Tensor y = Tensor.zeros(b, BATCH, QUERIES, HEADS, DIM);
      b.attention()
          .decode(
              dims(BATCH, AttentionPattern.decode(PREFIX, BRANCH)),
              new Inputs(q.view(), k.view(), v.view(), null),
              Tensor.ofInts(b, last, BATCH, QUERIES).view(),
              y.view());
      int row = HEADS * DIM;
      for (int i = 0; i < last.length; i++) {
        int s = i / QUERIES;
        Tensor one = Tensor.zeros(b, 1, QUERIES, HEADS, DIM);
        b.attention()
            .forward(
                dims(1, AttentionPattern.decode(PREFIX, BRANCH, steps[i])),
                new Inputs(q.rows(s, 1).view(), k.rows(s, 1).view(), v.rows(s, 1).view(), null),
                new Outputs(one.view(), null));
        int at = i % QUERIES * row;
        assertArrayEquals(
            Arrays.copyOfRange(one.toFloats(), at, at + row),
            Arrays.copyOfRange(y.toFloats(), i * row, (i + 1) * row),
            "row " + i);
      }
    }
  }

  @Test
  void newRowsGoToTheirSlotsAndPositionsMoveOn() {
    try (Backend b = CpuBackend.create(1)) {
      Tensor k = normal(b, 4, 2, 2, 3);
      Tensor v = normal(b, 5, 2, 2, 3);
      Tensor keys = Tensor.full(b, 7, 2, 4, 3);
      Tensor values = Tensor.full(b, 8, 2, 4, 3);
      Tensor slots = Tensor.ofInts(b, new int[] {3, 0, 1, 2}, 2, 2);
      CacheRows dims = new CacheRows(2, 2, 4, 3);
      b.index().append(dims, k.view(), v.view(), slots.view(), keys.view(), values.view());
      int[] source = {1, -1, -1, 0, -1, 2, 3, -1};
      for (int i = 0; i < 2 * 4 * 3; i++) {
        int from = source[i / 3] * 3 + i % 3;
        assertEquals(source[i / 3] < 0 ? 7 : k.toFloats()[from], keys.toFloats()[i]);
        assertEquals(source[i / 3] < 0 ? 8 : v.toFloats()[from], values.toFloats()[i]);
      }
      b.index().advance(slots.view().plus(1), 2, 3);
      assertArrayEquals(new int[] {3, 2, 3, 4}, slots.toInts());
      assertThrows(
          IllegalArgumentException.class,
          () ->
              b.index().append(dims, k.view(), v.view(), slots.view(), keys.view(), values.view()));
    }
  }
}
