package org.affectgpt.tensor.cpu.memory;

import org.affectgpt.tensor.backend.View;

/**
 * An I32 operand as a heap array and the index at which it begins.
 *
 * @param data the array
 * @param at index of the first element
 */
public record IntSpan(int[] data, int at) {
  public static IntSpan of(View v) {
    if (v.storage() instanceof IntArray i) {
      return new IntSpan(i.data(), Math.toIntExact(v.offset()));
    }
    throw new IllegalArgumentException("I32 values in CPU memory are needed, not " + v.dtype());
  }

  public int get(int i) {
    return data[at + i];
  }

  /** Element {@code i}, which must be in {@code [0, bound)}. */
  public int index(int i, int bound) {
    int value = data[at + i];
    if (value < 0 || value >= bound) {
      throw new IllegalArgumentException("index " + value + " is not in [0, " + bound + ")");
    }
    return value;
  }
}
