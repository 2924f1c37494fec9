package org.affectgpt.tensor.cpu.attention;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/**
 * The scores of a few consecutive queries of one head: which blocks of keys they see, what is
 * masked inside a block, and the softmax over a row. Blocks that no query of the strip sees take no
 * part; the others lie side by side.
 */
final class AttentionStrip {
  /** Keys of a block: a multiple of every panel width. */
  static final int BLOCK = 64;

  private static final int LANES = VectorWidth.LANES;

  private final AttentionPattern pattern;
  private final int keys;
  private final float scale;
  private final int[] blocks;
  private int first;
  private int rows;
  private int count;

  AttentionStrip(AttentionKernels.Dims d) {
    this.pattern = d.pattern();
    this.keys = d.keys();
    this.scale = d.scale();
    this.blocks = new int[blocks(d.keys())];
  }

  /** Number of blocks that hold {@code keys} keys. */
  static int blocks(int keys) {
    return (keys + BLOCK - 1) / BLOCK;
  }

  /** Moves to queries {@code [first, first + rows)}. */
  void select(int first, int rows) {
    this.first = first;
    this.rows = rows;
    count = 0;
    for (int block = 0; block < blocks.length; block++) {
      if (seen(block * BLOCK, Math.min(keys, (block + 1) * BLOCK))) {
        blocks[count++] = block;
      }
    }
  }

  private boolean seen(int from, int to) {
    for (int i = first; i < first + rows; i++) {
      if (from < pattern.firstEnd(i, keys)
          || (from < pattern.secondEnd(i) && pattern.secondStart(i) < to)) {
        return true;
      }
    }
    return false;
  }

  /** Number of blocks that take part. */
  int count() {
    return count;
  }

  /** The n-th block that takes part. */
  int block(int n) {
    return blocks[n];
  }

  /** Keys in the n-th block that takes part. */
  int length(int n) {
    return Math.min(BLOCK, keys - blocks[n] * BLOCK);
  }

  /** Columns of a row of scores. */
  int width() {
    return count * BLOCK;
  }

  /** Makes the scores of masked keys of one row minus infinity. */
  void maskPattern(float[] scores, int offset, int row) {
    int i = first + row;
    int firstEnd = pattern.firstEnd(i, keys);
    int start = pattern.secondStart(i);
    int end = Math.min(keys, pattern.secondEnd(i));
    boolean second = end > start && end > firstEnd;
    for (int n = 0; n < count; n++) {
      int from = blocks[n] * BLOCK;
      int at = offset + n * BLOCK - from;
      int to = from + BLOCK;
      fill(scores, at, Math.max(from, firstEnd), Math.min(to, second ? start : to));
      if (second) {
        fill(scores, at, Math.max(from, Math.max(firstEnd, end)), to);
      }
    }
  }

  private static void fill(float[] scores, int at, int from, int to) {
    if (from < to) {
      Arrays.fill(scores, at + from, at + to, Float.NEGATIVE_INFINITY);
    }
  }

  /** Adds the key mask, 0 or minus infinity for each key, to one row. */
  void maskKeys(float[] scores, int offset, float[] mask) {
    for (int n = 0; n < count; n++) {
      int from = blocks[n] * BLOCK;
      int at = offset + n * BLOCK;
      for (int j = 0; j < BLOCK; j += LANES) {
        FloatVector shown = FloatVector.fromArray(VectorWidth.FLOATS, mask, from + j);
        FloatVector score = FloatVector.fromArray(VectorWidth.FLOATS, scores, at + j);
        score.add(shown).intoArray(scores, at + j);
      }
    }
  }

  /** The largest scaled score of a row. */
  float max(float[] scores, int offset) {
    return ScoreSoftmax.max(scores, offset, offset + width(), scale);
  }

  /** Turns scores into exp(scale * score - shift) and returns their sum. */
  float exponentiate(float[] scores, int offset, float shift) {
    return ScoreSoftmax.exponentiate(scores, offset, offset + width(), scale, shift);
  }

  /** The gradient of a row of scores: p (dp - delta) scale, over {@code gradients}. */
  void scoreGradient(float[] p, float[] gradients, int offset, float delta) {
    int end = offset + width();
    for (int at = offset; at < end; at += LANES) {
      FloatVector g = FloatVector.fromArray(VectorWidth.FLOATS, gradients, at);
      FloatVector weight = FloatVector.fromArray(VectorWidth.FLOATS, p, at);
      weight.mul(g.sub(delta).mul(scale)).intoArray(gradients, at);
    }
  }
}
