package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntArray;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.jspecify.annotations.Nullable;

/** Addresses of one key head of one sequence, and its keys and values packed for products. */
final class AttentionHead {
  private static final Scratch KEY_MASK = new Scratch();
  static final Scratch KEY_COLUMNS = new Scratch();
  static final Scratch KEY_ROWS = new Scratch();
  static final Scratch VALUE_COLUMNS = new Scratch();
  static final Scratch VALUE_ROWS = new Scratch();

  private final AttentionKernels.Dims d;
  private final int sequence;
  private final int kvHead;

  AttentionHead(AttentionKernels.Dims d, int sequence, int kvHead) {
    this.d = d;
    this.sequence = sequence;
    this.kvHead = kvHead;
  }

  /** Query heads that read this key head. */
  int group() {
    return d.heads() / d.kvHeads();
  }

  /** Elements between the rows of a query head. */
  int queryStride() {
    return d.heads() * d.dim();
  }

  /** Elements between the rows of a key head. */
  int keyStride() {
    return d.kvHeads() * d.dim();
  }

  /** The rows of the group's head {@code member} from query {@code i} on. */
  MatrixSpan queries(View q, int member, int i) {
    int head = kvHead * group() + member;
    long offset = ((long) sequence * d.queries() + i) * queryStride() + (long) head * d.dim();
    return MatrixSpan.of(q.plus(offset), queryStride());
  }

  /** The rows of keys or values from key {@code j} on. */
  MatrixSpan keys(View k, int j) {
    long offset = ((long) sequence * d.keys() + j) * keyStride() + (long) kvHead * d.dim();
    return MatrixSpan.of(k.plus(offset), keyStride());
  }

  /** The log-sum-exps of the queries of the group's head {@code member}. */
  FloatSpan logSumExps(View l, int member) {
    int head = kvHead * group() + member;
    return FloatSpan.of(l.plus(((long) sequence * d.heads() + head) * d.queries()));
  }

  /** Floats between packed blocks of keys. */
  int blockStride() {
    return AttentionStrip.BLOCK * Panels.padded(d.dim());
  }

  /** Packs {@code [dim, keys]} block by block: B of queries times keys. */
  float[] packColumns(View k, Scratch scratch) {
    MatrixSpan keys = keys(k, 0);
    int blocks = AttentionStrip.blocks(d.keys());
    float[] packed = scratch.get(blocks * blockStride());
    for (int n = 0; n < blocks; n++) {
      int from = n * AttentionStrip.BLOCK;
      int length = Math.min(AttentionStrip.BLOCK, d.keys() - from);
      FloatSpan block = new FloatSpan(packed, n * blockStride());
      Panels.packTransposed(keys.from(from, 0), d.dim(), length, block);
    }
    return packed;
  }

  /** Packs {@code [keys, dim]} block by block: B of probabilities times values. */
  float[] packRows(View v, Scratch scratch) {
    MatrixSpan values = keys(v, 0);
    int blocks = AttentionStrip.blocks(d.keys());
    float[] packed = scratch.get(blocks * blockStride());
    for (int n = 0; n < blocks; n++) {
      int from = n * AttentionStrip.BLOCK;
      int length = Math.min(AttentionStrip.BLOCK, d.keys() - from);
      FloatSpan block = new FloatSpan(packed, n * blockStride());
      Panels.pack(values.from(from, 0), length, d.dim(), block);
    }
    return packed;
  }

  /** 0 for keys that the mask leaves, minus infinity for those it masks; null without a mask. */
  float @Nullable [] mask(@Nullable View keyMask) {
    if (keyMask == null) {
      return null;
    }
    int[] shown = ((IntArray) keyMask.storage()).data();
    int at = Math.toIntExact(keyMask.offset() + (long) sequence * d.keys());
    int padded = AttentionStrip.blocks(d.keys()) * AttentionStrip.BLOCK;
    float[] mask = KEY_MASK.get(padded);
    for (int j = 0; j < d.keys(); j++) {
      mask[j] = shown[at + j] == 0 ? Float.NEGATIVE_INFINITY : 0f;
    }
    Arrays.fill(mask, d.keys(), padded, 0f);
    return mask;
  }
}
