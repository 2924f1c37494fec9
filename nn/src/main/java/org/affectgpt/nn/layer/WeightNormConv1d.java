package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.elementwise.Div.div;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Sqrt.sqrt;
import static org.affectgpt.tensor.ops.elementwise.Square.square;
import static org.affectgpt.tensor.ops.matrix.Conv1d.conv1d;
import static org.affectgpt.tensor.ops.rows.Sum.sum;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/**
 * A grouped convolution whose kernel is normalised an offset at a time (Salimans and Kingma 2016,
 * over axis 2): {@code W[:, :, k] = g[k] v[:, :, k] / ‖v[:, :, k]‖}. The parameters are named as
 * PyTorch's parametrizations name them; the older {@code weight_g} and {@code weight_v} load too.
 */
public final class WeightNormConv1d extends Module {
  private static final String G = "parametrizations.weight.original0";
  private static final String V = "parametrizations.weight.original1";

  private final Parameter bias;
  private final Parameter g;
  private final Parameter v;
  private final int kernel;
  private final int padding;
  private final int groups;

  public WeightNormConv1d(Init init, int channels, int kernel, int padding, int groups) {
    this.kernel = kernel;
    this.padding = padding;
    this.groups = groups;
    double std = 2 * Math.sqrt(1.0 / ((double) kernel * channels));
    int fan = channels / groups;
    bias = register("bias", init.vector("bias", Fill.zeros(), channels));
    // a fresh g equals the expected norm of v, so that W starts as v
    Fill norm = Fill.constant((float) (std * Math.sqrt((double) channels * fan)));
    g = register(G, init.vector(G, norm, 1, 1, kernel));
    v = register(V, init.vector(V, Fill.normal(std), channels, fan, kernel));
    alias("weight_g", G);
    alias("weight_v", V);
  }

  /**
   * x {@code [batch, channels, time]} to {@code [batch, channels, time + 2 padding - kernel + 1]}.
   */
  public Tensor forward(Tensor x) {
    Tensor rows = v.value().reshape(-1, kernel);
    Tensor norm = sqrt(sum(square(rows), 0, true));
    Tensor scale = div(g.value().reshape(1, kernel), norm);
    Tensor weight = mul(rows, scale).reshape(v.shape().dims());
    return conv1d(x, weight, bias.value(), 1, padding, groups);
  }
}
