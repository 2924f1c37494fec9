package org.affectgpt.nn.decoder;

import java.util.Arrays;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * Where the tokens of one forward pass stand and what they may see.
 *
 * @param pattern which keys a query may see
 * @param positions rotary positions, I32 {@code [batch, time]}
 * @param maxPosition the largest of them
 * @param keyMask I32 {@code [batch, keys]}, 0 hides a key; null hides none
 * @param slots where keys and values go in a cache; null for a pass without one
 */
public record DecoderContext(
    AttentionPattern pattern,
    Tensor positions,
    int maxPosition,
    @Nullable Tensor keyMask,
    @Nullable Slots slots) {

  /**
   * Where keys and values of the pass go.
   *
   * @param rows rows of the cache, I32 {@code [batch, time]}
   */
  public record Slots(KvCache cache, Tensor rows) {}

  /** Positions 0, 1, 2, … and no padding. */
  public static DecoderContext causal(Backend backend, int batch, int time) {
    int[][] positions = new int[batch][time];
    for (int[] p : positions) {
      Arrays.setAll(p, i -> i);
    }
    return of(backend, AttentionPattern.causal(0), positions, null);
  }

  /**
   * Padded sequences with explicit positions.
   *
   * @param mask {@code [batch][time]}, 0 for padding on either side
   * @param positions {@code [batch][time]}, for example {@link #positionsOf}
   */
  public static DecoderContext causal(Backend backend, int[][] mask, int[][] positions) {
    return of(backend, AttentionPattern.causal(0), positions, mask);
  }

  /** Positions that count real tokens only: 0 at the first, and 0 in left padding. */
  public static int[][] positionsOf(int[][] mask) {
    int[][] positions = new int[mask.length][];
    for (int b = 0; b < mask.length; b++) {
      positions[b] = new int[mask[b].length];
      int n = 0;
      for (int t = 0; t < mask[b].length; t++) {
        n += mask[b][t];
        positions[b][t] = Math.max(0, n - 1);
      }
    }
    return positions;
  }

  /** Any pattern from host arrays; a mask of ones is dropped. */
  public static DecoderContext of(
      Backend backend, AttentionPattern pattern, int[][] positions, int @Nullable [][] mask) {
    int max = 0;
    for (int[] row : positions) {
      for (int p : row) {
        max = Math.max(max, p);
      }
    }
    boolean masked = mask != null && hides(mask);
    return new DecoderContext(
        pattern, ints(backend, positions), max, masked ? ints(backend, mask) : null, null);
  }

  private static boolean hides(int[][] mask) {
    for (int[] row : mask) {
      for (int m : row) {
        if (m == 0) {
          return true;
        }
      }
    }
    return false;
  }

  static Tensor ints(Backend backend, int[][] rows) {
    int length = rows[0].length;
    int[] flat = new int[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * length, rows[i].length);
    }
    return Tensor.ofInts(backend, flat, rows.length, length);
  }
}
