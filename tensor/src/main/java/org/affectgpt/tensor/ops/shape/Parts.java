package org.affectgpt.tensor.ops.shape;

import org.affectgpt.tensor.Shape;

/**
 * A shape seen around one axis: {@code outer} blocks of {@code length} slices of {@code inner}
 * elements.
 */
public record Parts(int axis, int outer, int length, int inner) {
  public static Parts of(Shape s, int axis) {
    int a = s.axis(axis);
    return new Parts(
        a, Math.toIntExact(s.size(0, a)), s.dim(a), Math.toIntExact(s.size(a + 1, s.rank())));
  }

  /** {@code s} with the axis of length 1. */
  public Shape kept(Shape s) {
    return s.with(axis, 1);
  }

  /** {@code s} without the axis. */
  public Shape dropped(Shape s) {
    int[] d = new int[s.rank() - 1];
    for (int i = 0; i < d.length; i++) {
      d[i] = s.dim(i < axis ? i : i + 1);
    }
    return Shape.of(d);
  }
}
