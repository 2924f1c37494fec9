package org.affectgpt.tensor.ops.shape;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Joins tensors along an axis; each gets its own slice of dy. */
public final class Concat {
  private Concat() {}

  public static Tensor concat(int axis, Tensor... parts) {
    return concat(axis, List.of(parts));
  }

  /**
   * @param axis the axis to join along; negative counts from the end
   * @param parts one tensor or more of one type, equal in every other dimension
   */
  public static Tensor concat(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concat: no tensors");
    }
    Tensor first = parts.getFirst();
    int a = first.shape().axis(axis);
    int total = 0;
    for (Tensor t : parts) {
      if (t.rank() != first.rank()
          || t.dtype() != first.dtype()
          || !t.shape().with(a, 0).equals(first.shape().with(a, 0))) {
        throw ShapeErrors.mismatch("concat", first, t);
      }
      total = Math.addExact(total, t.dim(a));
    }
    List<Tensor> inputs = List.copyOf(parts);
    Tensor y = Tensor.empty(first.backend(), first.dtype(), first.shape().with(a, total));
    int at = 0;
    for (Tensor t : inputs) {
      Slice.into(t, y, a, at);
      at += t.dim(a);
    }
    return Autograd.record("concat", y, inputs, dy -> split(dy, inputs, a));
  }

  private static List<@Nullable Tensor> split(Tensor dy, List<Tensor> inputs, int axis) {
    List<@Nullable Tensor> grads = new ArrayList<>(inputs.size());
    int at = 0;
    for (Tensor t : inputs) {
      grads.add(t.requiresGrad() ? Slice.outOf(dy, axis, at, t.dim(axis)) : null);
      at += t.dim(axis);
    }
    return grads;
  }
}
