package org.affectgpt.tensor;

import java.util.Arrays;

/** The dimensions of a contiguous row-major tensor; a scalar has none. */
public final class Shape {
  private final int[] dims;
  private final long size;

  private Shape(int[] dims) {
    this.dims = dims;
    long n = 1;
    for (int d : dims) {
      if (d < 0) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dims));
      }
      n = Math.multiplyExact(n, (long) d);
    }
    this.size = n;
  }

  public static Shape of(int... dims) {
    return new Shape(dims.clone());
  }

  public int rank() {
    return dims.length;
  }

  /** Dimension {@code axis}; a negative axis counts from the end. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** Turns a negative axis into the one counted from the front. */
  public int axis(int axis) {
    int a = axis < 0 ? axis + dims.length : axis;
    if (a < 0 || a >= dims.length) {
      throw new IllegalArgumentException("axis " + axis + " of shape " + this);
    }
    return a;
  }

  /** Number of elements. */
  public long size() {
    return size;
  }

  public int[] dims() {
    return dims.clone();
  }

  /** Product of the dimensions in [from, to). */
  public long size(int from, int to) {
    long n = 1;
    for (int i = from; i < to; i++) {
      n *= dims[i];
    }
    return n;
  }

  /** This shape with dimension {@code axis} replaced. */
  public Shape with(int axis, int length) {
    int at = axis(axis);
    if (dims[at] == length) {
      return this;
    }
    int[] d = dims.clone();
    d[at] = length;
    return new Shape(d);
  }

  /** As many elements in other dimensions, of which one may be -1. */
  Shape reshaped(int... other) {
    long known = 1;
    int open = -1;
    for (int i = 0; i < other.length; i++) {
      if (other[i] == -1) {
        open = i;
      } else {
        known *= other[i];
      }
    }
    int[] d = other.clone();
    if (open >= 0 && known > 0) {
      d[open] = Math.toIntExact(size / known);
    }
    Shape s = new Shape(d);
    if (s.size != size) {
      throw new IllegalArgumentException("reshape " + this + " to " + s);
    }
    return s;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
