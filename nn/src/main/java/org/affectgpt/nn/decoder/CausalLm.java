package org.affectgpt.nn.decoder;

import static org.affectgpt.tensor.ops.matrix.Linear.linear;
import static org.affectgpt.tensor.ops.rows.CrossEntropy.crossEntropy;
import static org.affectgpt.tensor.ops.rows.TokenLogProbs.tokenLogProbs;
import static org.affectgpt.tensor.ops.shape.Gather.gather;

import java.util.Arrays;
import java.util.Map;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The decoder with its language-model head. The head is the costly part of a small model, so it is
 * applied to the rows that need it only: first the hidden states, then logits of chosen rows.
 */
public final class CausalLm extends Module {
  /** The label that takes part in no loss. */
  public static final int IGNORE = -100;

  private final DecoderModel model;
  private @Nullable Linear head;

  public CausalLm(Init init, DecoderConfig config) {
    model = child(init, "model", i -> new DecoderModel(i, config));
    if (config.tied()) {
      head = null;
      ignore("lm_head.weight");
    } else {
      int hidden = config.hiddenSize();
      double std = config.initializerRange();
      head = child(init, "lm_head", i -> Linear.normal(i, hidden, config.vocabSize(), false, std));
    }
  }

  public DecoderModel model() {
    return model;
  }

  /** Whether the head has a matrix of its own, or is the embedding table. */
  public boolean hasOwnHead() {
    return head != null;
  }

  /**
   * Gives a head that is the embedding table a place of its own, {@code lm_head.weight}, which
   * begins with the table's values in place.
   */
  public void separateHead() {
    if (head == null) {
      Tensor table = model.embedding().weight().value();
      Init init = Init.empty(table.backend());
      head =
          child(
              init,
              "lm_head",
              i -> new Linear(i, table.dim(1), table.dim(0), false, Fill.zeros(), Fill.zeros()));
      load(Map.of("lm_head.weight", table), Loading.IN_PLACE);
    }
  }

  public DecoderConfig config() {
    return model.config();
  }

  /** Hidden states {@code [..., hidden]} to logits {@code [..., vocab]}. */
  public Tensor logits(Tensor hidden) {
    Linear own = head;
    return own == null
        ? linear(hidden, model.embedding().weight().value(), null)
        : own.forward(hidden);
  }

  /** Chosen rows of hidden states {@code [batch, time, hidden]}, numbered batch · time + t. */
  public Tensor rows(Tensor hidden, int[] rows) {
    Tensor flat = hidden.reshape(-1, config().hiddenSize());
    return gather(flat, Tensor.ofInts(hidden.backend(), rows, rows.length));
  }

  /**
   * Mean cross-entropy of the next token over all labels that are not {@link #IGNORE}, as Hugging
   * Face computes it: the hidden state at t predicts the label at t + 1.
   *
   * @param hidden {@code [batch, time, hidden]}
   * @param labels {@code [batch][time]}
   */
  public Tensor loss(Tensor hidden, int[][] labels) {
    int time = hidden.dim(1);
    int[] rows = new int[hidden.dim(0) * time];
    int[] targets = new int[rows.length];
    int n = 0;
    for (int b = 0; b < labels.length; b++) {
      for (int t = 0; t + 1 < time; t++) {
        if (labels[b][t + 1] != IGNORE) {
          rows[n] = b * time + t;
          targets[n++] = labels[b][t + 1];
        }
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("no label takes part in the loss");
    }
    Tensor logits = logits(rows(hidden, Arrays.copyOf(rows, n)));
    return crossEntropy(logits, Arrays.copyOf(targets, n), IGNORE);
  }

  /**
   * Log-probabilities {@code [n]} of given tokens, each predicted by the hidden state of a row.
   *
   * @param hidden {@code [batch, time, hidden]}
   * @param rows {@code [n]}, numbered batch · time + t
   * @param ids {@code [n]}
   */
  public Tensor logProbs(Tensor hidden, int[] rows, int[] ids) {
    Tensor tokens = Tensor.ofInts(hidden.backend(), ids, ids.length);
    return tokenLogProbs(logits(rows(hidden, rows)), tokens, IGNORE);
  }
}
