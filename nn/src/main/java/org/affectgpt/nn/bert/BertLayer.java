package org.affectgpt.nn.bert;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Self-attention, cross-attention where there is some, feed-forward; all post-norm. */
public final class BertLayer extends Module {
  private final BertAttention self;
  private final @Nullable BertAttention cross;
  private final Linear up;
  private final Linear down;
  private final Dropout dropout;
  private final LayerNorm norm;
  private final Activation activation;

  /**
   * States of another encoder that a layer looks at.
   *
   * @param states {@code [batch, keys, width]}
   * @param mask I32 {@code [batch, keys]}, 0 for padding, or null
   */
  public record Seen(Tensor states, @Nullable Tensor mask) {}

  /** A layer that looks at its own states only. */
  public BertLayer(Init init, BertBlock block) {
    this(init, block, 0);
  }

  /**
   * @param seenWidth the width of the states of another encoder, or 0 for a layer that sees none
   */
  public BertLayer(Init init, BertBlock block, int seenWidth) {
    TransformerConfig c = block.transformer();
    int h = c.hidden();
    int f = c.intermediate();
    double std = c.initializerRange();
    String in = "intermediate" + block.names().branch();
    String out = "output" + block.names().branch();
    self = child(init, "attention", i -> new BertAttention(i, block, h));
    cross =
        seenWidth > 0
            ? child(init, "crossattention", i -> new BertAttention(i, block, seenWidth))
            : null;
    up = child(init, in + ".dense", i -> Linear.normal(i, h, f, true, std));
    down = child(init, out + ".dense", i -> Linear.normal(i, f, h, true, std));
    dropout = child(out + ".dropout", new Dropout(block.hiddenDropout()));
    norm = child(init, out + ".LayerNorm", i -> new LayerNorm(i, h, c.layerNormEps()));
    activation = c.activation();
  }

  /**
   * @param x {@code [batch, time, hidden]}
   * @param mask I32 {@code [batch, time]}, 0 for padding, or null
   * @param seen what a layer with cross-attention looks at; others pass it over
   * @return the shape of {@code x}
   */
  public Tensor forward(Tensor x, @Nullable Tensor mask, @Nullable Seen seen) {
    Tensor y = self.forward(x, x, mask); // [batch, time, hidden]
    if (cross != null) {
      if (seen == null) {
        throw new IllegalArgumentException("cross-attention needs states to look at");
      }
      y = cross.forward(y, seen.states(), seen.mask()); // [batch, time, hidden]
    }
    Tensor wide = up.activated(y, activation); // [batch, time, intermediate]
    return norm.forward(down.plus(wide, dropout, y)); // [batch, time, hidden]
  }
}
