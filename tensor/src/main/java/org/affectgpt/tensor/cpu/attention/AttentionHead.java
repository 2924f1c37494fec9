package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.Panels;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.cpu.memory.IntArray;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.jspecify.annotations.Nullable;

/** Addresses of one key head of one sequence, and its keys and values packed for products. */
final class AttentionHead {
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

  /** Where query {@code i} of the group's head {@code member} begins. */
  int query(View q, int member, int i) {
    int head = kvHead * group() + member;
    return Math.toIntExact(
        start(q) + ((long) sequence * d.queries() + i) * queryStride() + (long) head * d.dim());
  }

  /** Where key {@code j} begins. */
  int key(View k, int j) {
    return Math.toIntExact(
        start(k) + ((long) sequence * d.keys() + j) * keyStride() + (long) kvHead * d.dim());
  }

  /** Where the log-sum-exp of query {@code i} lies. */
  int logSumExp(View l, int member, int i) {
    int head = kvHead * group() + member;
    return Math.toIntExact(start(l) + ((long) sequence * d.heads() + head) * d.queries() + i);
  }

  /** Floats between packed blocks of keys. */
  int blockStride() {
    return AttentionStrip.BLOCK * Panels.padded(d.dim());
  }

  /** Packs {@code [dim, keys]} block by block: B of queries times keys. */
  float[] packColumns(View k, Scratch.Slot slot) {
    float[] data = floats(k);
    int blocks = AttentionStrip.blocks(d.keys());
    float[] packed = Scratch.get(slot, blocks * blockStride());
    for (int n = 0; n < blocks; n++) {
      int from = n * AttentionStrip.BLOCK;
      int length = Math.min(AttentionStrip.BLOCK, d.keys() - from);
      Panels.packTransposed(
          data, key(k, from), keyStride(), d.dim(), length, packed, n * blockStride());
    }
    return packed;
  }

  /** Packs {@code [keys, dim]} block by block: B of probabilities times values. */
  float[] packRows(View v, Scratch.Slot slot) {
    float[] data = floats(v);
    int blocks = AttentionStrip.blocks(d.keys());
    float[] packed = Scratch.get(slot, blocks * blockStride());
    for (int n = 0; n < blocks; n++) {
      int from = n * AttentionStrip.BLOCK;
      int length = Math.min(AttentionStrip.BLOCK, d.keys() - from);
      Panels.pack(data, key(v, from), keyStride(), length, d.dim(), packed, n * blockStride());
    }
    return packed;
  }

  /** 0 for keys that the mask shows, minus infinity for those it hides; null without a mask. */
  float @Nullable [] mask(@Nullable View keyMask) {
    if (keyMask == null) {
      return null;
    }
    int[] shown = ((IntArray) keyMask.storage()).data();
    int at = Math.toIntExact(keyMask.offset() + (long) sequence * d.keys());
    int padded = AttentionStrip.blocks(d.keys()) * AttentionStrip.BLOCK;
    float[] mask = Scratch.get(Scratch.Slot.KEY_MASK, padded);
    for (int j = 0; j < d.keys(); j++) {
      mask[j] = shown[at + j] == 0 ? Float.NEGATIVE_INFINITY : 0f;
    }
    Arrays.fill(mask, d.keys(), padded, 0f);
    return mask;
  }

  static float[] floats(View v) {
    return FloatArray.of(v).data();
  }

  /** Index in {@link #floats} of a view's first element. */
  private static long start(View v) {
    return FloatArray.of(v).index(v.offset());
  }
}
