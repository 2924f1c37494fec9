package org.affectgpt.nn.bert;

import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.DotProductAttention;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Post-norm attention of states, to themselves or to those of another encoder. */
final class BertAttention extends Module {
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final DotProductAttention attention;
  private final Dropout dropout;
  private final LayerNorm norm;

  BertAttention(Init init, BertBlock block, int keyWidth) {
    TransformerConfig c = block.transformer();
    int h = c.hidden();
    double std = c.initializerRange();
    String in = block.names().projections() + ".";
    query = child(in + "query", Linear.normal(init.child("query"), h, h, true, std));
    key = child(in + "key", Linear.normal(init.child("key"), keyWidth, h, true, std));
    value = child(in + "value", Linear.normal(init.child("value"), keyWidth, h, true, std));
    attention = child(in + "weights", new DotProductAttention(c.heads(), block.attentionDropout()));
    output = child(init, "output.dense", i -> Linear.normal(i, h, h, true, std));
    dropout = child("output.dropout", new Dropout(block.hiddenDropout()));
    norm = child(init, "output.LayerNorm", i -> new LayerNorm(i, h, c.layerNormEps()));
  }

  /** x {@code [batch, time, hidden]} looks at {@code [batch, keys, width]}. */
  Tensor forward(Tensor x, Tensor seen, @Nullable Tensor keyMask) {
    Tensor y = attention.forward(query.forward(x), key.forward(seen), value.forward(seen), keyMask);
    return norm.forward(output.plus(y, dropout, x)); // [batch, time, hidden]
  }
}
