package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.rows.GroupNorm.groupNorm;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/** Group normalisation of {@code [batch, channels, time]} (Wu and He 2018). */
public final class GroupNorm extends Module {
  private final Parameter weight;
  private final Parameter bias;
  private final int groups;
  private final float eps;

  public GroupNorm(Init init, int groups, int channels, double eps) {
    this.groups = groups;
    weight = register("weight", init.vector("weight", Fill.ones(), channels));
    bias = register("bias", init.vector("bias", Fill.zeros(), channels));
    this.eps = (float) eps;
  }

  /** x {@code [batch, channels, time]}. */
  public Tensor forward(Tensor x) {
    return groupNorm(x, groups, weight.value(), bias.value(), eps);
  }
}
