package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.shape.Embedding.embedding;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Tensor;

/** A table of rows {@code [count, size]} looked up by id; the table may have any dtype. */
public final class Embedding extends Module {
  private final Parameter weight;

  /**
   * @param fill PyTorch's own default is {@code Fill.normal(1)}
   */
  public Embedding(Init init, int count, int size, Fill fill) {
    weight = register("weight", init.matrix("weight", fill, count, size));
  }

  public Parameter weight() {
    return weight;
  }

  /** ids I32 {@code [...]} to {@code [..., size]}. */
  public Tensor forward(Tensor ids) {
    return embedding(weight.value(), ids);
  }
}
