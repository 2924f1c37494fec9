package org.affectgpt.tensor.ops.shape;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.Tensor;

/** Joins tensors of one shape along a new axis: a concatenation of tensors with one more axis. */
public final class Stack {
  private Stack() {}

  public static Tensor stack(int axis, Tensor... parts) {
    return stack(axis, List.of(parts));
  }

  /**
   * @param axis place of the new axis in the result; negative counts from the end
   * @param parts one tensor or more of one shape and type
   */
  public static Tensor stack(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("stack: no tensors");
    }
    Tensor first = parts.getFirst();
    int a = axis < 0 ? axis + first.rank() + 1 : axis;
    if (a < 0 || a > first.rank()) {
      throw new IllegalArgumentException("stack: axis " + axis + " for " + first);
    }
    List<Tensor> widened = new ArrayList<>(parts.size());
    for (Tensor t : parts) {
      if (!t.shape().equals(first.shape())) {
        throw ShapeErrors.mismatch("stack", first, t);
      }
      int[] dims = new int[t.rank() + 1];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = i == a ? 1 : t.dim(i < a ? i : i - 1);
      }
      widened.add(t.reshape(dims));
    }
    return Concat.concat(a, widened);
  }
}
