package org.affectgpt.nn.qformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.bert.BertBlock;
import org.affectgpt.nn.bert.BertLayer;
import org.affectgpt.nn.config.TransformerConfig;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A few learned queries read a long sequence of encoder states through cross-attention: the layers
 * of a BERT, some of which look at the states. Only the query branch exists: no text embeddings and
 * no text feed-forward layers.
 */
public final class QFormerModel extends Module {
  private final LayerNorm inputNorm;
  private final Dropout dropout;
  private final List<BertLayer> layers = new ArrayList<>();

  public QFormerModel(Init init, QFormerConfig config, QFormerNames names) {
    TransformerConfig c = config.transformer();
    inputNorm =
        child(
            names.inputNorm(),
            new LayerNorm(init.child("layernorm"), c.hidden(), c.layerNormEps()));
    dropout = child("dropout", new Dropout(config.hiddenDropout()));
    if (names == QFormerNames.AFFECTGPT) {
      int n = config.maxPositions();
      int[] ids = new int[n];
      Arrays.setAll(ids, i -> i);
      buffer("bert.embeddings.position_ids", Tensor.ofInts(init.backend(), ids, 1, n));
    }
    BertBlock block =
        new BertBlock(c, config.hiddenDropout(), config.attentionDropout(), names.block());
    for (int i = 0; i < c.layers(); i++) {
      boolean looks = i % config.crossAttentionFrequency() == 0;
      int seen = looks ? config.encoderHiddenSize() : 0;
      layers.add(child(names.layer(i), new BertLayer(init.child("layer." + i), block, seen)));
    }
  }

  /**
   * @param queries {@code [batch, queries, hidden]}
   * @param encoded {@code [batch, time, encoderHiddenSize]}
   * @param encodedMask I32 {@code [batch, time]}, 0 for padding, or null
   * @return {@code [batch, queries, hidden]}
   */
  public Tensor forward(Tensor queries, Tensor encoded, @Nullable Tensor encodedMask) {
    Tensor x = dropout.forward(inputNorm.forward(queries)); // [batch, queries, hidden]
    BertLayer.Seen seen = new BertLayer.Seen(encoded, encodedMask);
    for (BertLayer layer : layers) {
      x = layer.forward(x, null, seen); // [batch, queries, hidden]
    }
    return x;
  }
}
