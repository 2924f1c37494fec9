package org.affectgpt.nn.layer;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.tensor.Tensor;

/**
 * Bidirectional self-attention with biases, under the names that CLIP and HuBERT share: {@code
 * q_proj}, {@code k_proj}, {@code v_proj}, {@code out_proj}.
 */
public final class SelfAttention extends Module {
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final DotProductAttention attention;

  /**
   * @param std deviation of the fresh weights of queries, keys and values
   * @param outputStd deviation of the fresh weights of the output
   * @param dropout probability on the attention weights in training
   */
  public SelfAttention(
      Init init, int width, int heads, double std, double outputStd, double dropout) {
    // in the order in which files of both models hold them
    key = child(init, "k_proj", i -> Linear.normal(i, width, width, true, std));
    value = child(init, "v_proj", i -> Linear.normal(i, width, width, true, std));
    query = child(init, "q_proj", i -> Linear.normal(i, width, width, true, std));
    output = child(init, "out_proj", i -> Linear.normal(i, width, width, true, outputStd));
    attention = child("weights", new DotProductAttention(heads, dropout));
  }

  /** Attention of x {@code [batch, time, width]} to itself, plus a residual of that shape. */
  public Tensor plus(Tensor x, Tensor residual) {
    return output.plus(attend(x), residual);
  }

  /** {@code residual + dropout(y)}. */
  public Tensor plus(Tensor x, Dropout dropout, Tensor residual) {
    return output.plus(attend(x), dropout, residual);
  }

  private Tensor attend(Tensor x) {
    return attention.forward(query.forward(x), key.forward(x), value.forward(x), null);
  }
}
