package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.rows.RmsNorm.rmsNorm;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/** Root-mean-square normalisation over the last axis (Zhang and Sennrich 2019). */
public final class RmsNorm extends Module {
  private final Parameter weight;
  private final float eps;

  public RmsNorm(Init init, int size, double eps) {
    weight = register("weight", init.vector("weight", Fill.ones(), size));
    this.eps = (float) eps;
  }

  /** x {@code [..., size]}. */
  public Tensor forward(Tensor x) {
    return rmsNorm(x, weight.value(), eps);
  }
}
