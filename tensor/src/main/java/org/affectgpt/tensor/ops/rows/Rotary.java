package org.affectgpt.tensor.ops.rows;

import java.util.List;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.RowKernels.Angles;
import org.affectgpt.tensor.backend.RowKernels.Heads;
import org.affectgpt.tensor.ops.shape.ShapeErrors;

/**
 * Rotary position embedding, half-split form (Su et al. 2021, as in GPT-NeoX and Llama): with
 * {@code x = (x1, x2)} the halves of a head, {@code y = (x1 cos - x2 sin, x2 cos + x1 sin)} at the
 * angles of the token's position. The backward pass rotates dy back.
 */
public final class Rotary {
  private Rotary() {}

  /**
   * @param x F32 {@code [batch, time, heads, dim]} with an even dim
   * @param cos F32 {@code [positions, dim / 2]}
   * @param sin the same shape
   * @param positions I32 {@code [batch, time]}, rows of the tables
   * @return the shape of {@code x}
   */
  public static Tensor rotary(Tensor x, Tensor cos, Tensor sin, Tensor positions) {
    ShapeErrors.rank("rotary", x, 4, "[batch, time, heads, dim]");
    ShapeErrors.ids("rotary", positions);
    if (x.dim(3) % 2 != 0 || cos.rank() != 2 || cos.dim(1) * 2 != x.dim(3)) {
      throw ShapeErrors.mismatch("rotary", x, cos);
    }
    if (!cos.shape().equals(sin.shape())) {
      throw ShapeErrors.mismatch("rotary", cos, sin);
    }
    if (!positions.shape().equals(Shape.of(x.dim(0), x.dim(1)))) {
      throw ShapeErrors.mismatch("rotary", x, positions);
    }
    Tensor y = rotate(x, cos, sin, positions, false);
    return Autograd.record(
        "rotary", y, List.of(x), dy -> List.of(rotate(dy, cos, sin, positions, true)));
  }

  private static Tensor rotate(
      Tensor x, Tensor cos, Tensor sin, Tensor positions, boolean inverse) {
    Tensor y = Tensor.empty(x.backend(), x.shape());
    Heads dims = new Heads(x.dim(0) * x.dim(1), x.dim(2), x.dim(3));
    Angles angles = new Angles(cos.view(), sin.view(), positions.view());
    x.backend().rows().rotary(dims, x.view(), angles, y.view(), inverse);
    return y;
  }
}
