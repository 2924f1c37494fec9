package org.affectgpt.nn.bert;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of a {@code BertModel}, under that model's names; heads on top of it, the pooler
 * among them, are left unused.
 */
public final class BertModel extends Module {
  private final BertConfig config;
  private final BertEmbeddings embeddings;
  private final List<BertLayer> layers = new ArrayList<>();

  public BertModel(Init init, BertConfig config) {
    this.config = config;
    embeddings = child(init, "embeddings", i -> new BertEmbeddings(i, config));
    for (int n = 0; n < config.transformer().layers(); n++) {
      layers.add(child(init, "encoder.layer." + n, i -> new BertLayer(i, config.block())));
    }
    // files of a model with a head
    wrapper("bert.");
  }

  public BertConfig config() {
    return config;
  }

  /**
   * @param ids I32 {@code [batch, time]}, with the tokens that begin and end a text
   * @param kinds I32 {@code [batch, time]}: 0 for the first text of a pair, 1 for the second; null
   *     for all 0
   * @param mask I32 {@code [batch, time]}, 0 for padding, or null
   * @return states {@code [batch, time, hidden]}; the first are the embeddings
   */
  public EncoderOutput encode(Tensor ids, @Nullable Tensor kinds, @Nullable Tensor mask) {
    Tensor x = embeddings.forward(ids, kinds); // [batch, time, hidden]
    List<Tensor> states = new ArrayList<>();
    states.add(x);
    for (BertLayer layer : layers) {
      x = layer.forward(x, mask, null);
      states.add(x);
    }
    return new EncoderOutput(x, states, x);
  }
}
