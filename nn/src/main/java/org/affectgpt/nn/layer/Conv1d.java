package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.matrix.Conv1d.conv1d;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Convolution over time with weights {@code [out, in, kernel]}. */
public final class Conv1d extends Module {
  private final Parameter weight;
  private final @Nullable Parameter bias;
  private final int stride;

  public Conv1d(
      Init init, int in, int out, int kernel, int stride, boolean hasBias, Fill weightFill) {
    this.stride = stride;
    weight = register("weight", init.vector("weight", weightFill, out, in, kernel));
    bias =
        hasBias
            ? register("bias", init.vector("bias", Fill.kaimingUniform(in * kernel), out))
            : null;
  }

  /** x {@code [batch, in, time]} to {@code [batch, out, (time - kernel) / stride + 1]}. */
  public Tensor forward(Tensor x) {
    return conv1d(x, weight.value(), bias == null ? null : bias.value(), stride, 0, 1);
  }
}
