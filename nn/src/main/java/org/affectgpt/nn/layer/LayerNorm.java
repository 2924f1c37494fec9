package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.rows.LayerNorm.layerNorm;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/** Layer normalisation over the last axis (Ba et al. 2016), with weight and bias. */
public final class LayerNorm extends Module {
  private final Parameter weight;
  private final Parameter bias;
  private final float eps;

  public LayerNorm(Init init, int size, double eps) {
    weight = register("weight", init.vector("weight", Fill.ones(), size));
    bias = register("bias", init.vector("bias", Fill.zeros(), size));
    // as the first BERTs call them
    alias("gamma", "weight");
    alias("beta", "bias");
    this.eps = (float) eps;
  }

  /** x {@code [..., size]}. */
  public Tensor forward(Tensor x) {
    return layerNorm(x, weight.value(), bias.value(), eps);
  }
}
