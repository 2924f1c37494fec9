package org.affectgpt.nn.bert;

import static org.affectgpt.tensor.ops.elementwise.Add.add;

import java.util.Arrays;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.Embedding;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/** Words, their kinds and their places, added and normalised. */
final class BertEmbeddings extends Module {
  private final int longest;
  private final Embedding words;
  private final Embedding positions;
  private final Embedding types;
  private final LayerNorm norm;
  private final Dropout dropout;

  BertEmbeddings(Init init, BertConfig c) {
    int h = c.hiddenSize();
    longest = c.maxPositions();
    Fill fill = Fill.normal(c.transformer().initializerRange());
    words = child(init, "word_embeddings", i -> new Embedding(i, c.vocabulary(), h, fill));
    positions = child(init, "position_embeddings", i -> new Embedding(i, longest, h, fill));
    types = child(init, "token_type_embeddings", i -> new Embedding(i, c.tokenTypes(), h, fill));
    norm = child(init, "LayerNorm", i -> new LayerNorm(i, h, c.transformer().layerNormEps()));
    dropout = child("dropout", new Dropout(c.hiddenDropout()));
    ignore("position_ids");
    ignore("token_type_ids");
  }

  /** I32 {@code [batch, time]}, as the kinds if they are not all 0, to {@code [.., hidden]}. */
  Tensor forward(Tensor ids, @Nullable Tensor kinds) {
    int time = ids.dim(1);
    if (time > longest) {
      throw new IllegalArgumentException(
          time + " tokens, but the model has positions for " + longest);
    }
    int[] places = new int[time];
    Arrays.setAll(places, i -> i);
    Tensor kind = kinds == null ? Tensor.zeros(ids.backend(), DType.I32, ids.shape()) : kinds;
    Tensor x = add(words.forward(ids), types.forward(kind)); // [batch, time, hidden]
    Tensor place = positions.forward(Tensor.ofInts(ids.backend(), places, time)); // [time, hidden]
    return dropout.forward(norm.forward(add(x, place))); // [batch, time, hidden]
  }
}
