package org.affectgpt.tensor.cpu.memory;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Arrays between two uses. They come in eight lengths from each power of two to the next, and one
 * that is up to twice as long as needed is taken before a new one is made, so that steps of
 * changing shapes share them. When the heap gets short the garbage collector may take all that lie
 * here.
 *
 * @param <A> the type of the arrays
 */
final class ArrayPool<A> {
  private static final int STEPS = 8;
  private static final int LOG_STEPS = 3;
  private static final int SHORTEST = 16;
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final IntFunction<A> make;
  private final ToIntFunction<A> length;
  private SoftReference<List<ArrayDeque<A>>> idle = new SoftReference<>(null);

  ArrayPool(IntFunction<A> make, ToIntFunction<A> length) {
    this.make = make;
    this.length = length;
  }

  /** An array at least {@code n} long, with arbitrary values in it. */
  A take(int n) {
    A idle = idle(sizeClass(n));
    return idle != null ? idle : make.apply(Math.max(n, capacity(sizeClass(n))));
  }

  private synchronized @Nullable A idle(int first) {
    List<ArrayDeque<A>> lists = idle.get();
    if (lists == null) {
      return null;
    }
    for (int c = first; c <= first + STEPS && c < lists.size(); c++) {
      A array = lists.get(c).pollLast();
      if (array != null) {
        return array;
      }
    }
    return null;
  }

  /** Takes an array back that {@link #take} gave. */
  synchronized void give(A array) {
    List<ArrayDeque<A>> lists = idle.get();
    if (lists == null) {
      lists = new ArrayList<>();
      idle = new SoftReference<>(lists);
    }
    int c = sizeClass(length.applyAsInt(array));
    while (lists.size() <= c) {
      lists.add(new ArrayDeque<>());
    }
    lists.get(c).addLast(array);
  }

  /** The first of the lengths that is at least {@code n}, counted from the shortest. */
  private static int sizeClass(int n) {
    int last = Math.max(n, SHORTEST) - 1;
    int octave = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(last);
    return STEPS * (octave - LOG_STEPS) + (last >>> (octave - LOG_STEPS)) - STEPS;
  }

  private static int capacity(int sizeClass) {
    int octave = sizeClass / STEPS;
    return (int) Math.min(LONGEST, (STEPS + sizeClass % STEPS + 1L) << octave);
  }
}
