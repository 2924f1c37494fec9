package org.affectgpt.tools.rehearse;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets a random decoder choose its next token by more than rounding, as a trained one does. With
 * independent weights the best two of 150,000 logits are nearly tied, so that number formats part
 * after a few tokens. Here the embedding of a token is strong enough to be found again in the
 * residual stream after all layers, and the row of the head for token {@code i + STRIDE} points
 * along the embedding of token {@code i}: the text walks through the whole vocabulary.
 *
 * <p>What the layers add is about three times as long as the embedding in the shape of 0.5B, and
 * lies across it.
 */
final class DecisiveHead {
  /** A prime that divides the size of no vocabulary here: the walk meets every token. */
  static final int STRIDE = 48271;

  private static final double EMBEDDING = 1.25;
  private static final String TABLE = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";

  private DecisiveHead() {}

  /**
   * The same tensors with another table and head.
   *
   * @param decoder of an untied decoder
   */
  static List<RandomTensor> of(List<RandomTensor> decoder) {
    Map<String, RandomTensor> byName =
        decoder.stream().collect(Collectors.toMap(RandomTensor::name, Function.identity()));
    RandomTensor table = byName.get(TABLE);
    RandomTensor head = byName.get(HEAD);
    if (table == null || head == null) {
      throw new IllegalArgumentException(
          "a tied decoder has no head of its own: " + byName.keySet());
    }
    long rows = head.shape().dim(0);
    Map<String, RandomTensor> changed =
        Map.of(
            TABLE,
            new RandomTensor(TABLE, table.shape(), table.type(), 0, EMBEDDING),
            HEAD,
            new RandomTensor(
                HEAD,
                head.shape(),
                head.type(),
                0,
                head.std(),
                TABLE,
                Math.floorMod(-STRIDE, rows)));
    return decoder.stream().map(t -> changed.getOrDefault(t.name(), t)).toList();
  }
}
