package org.affectgpt.model.fusion;

import static org.affectgpt.tensor.ops.shape.Repeat.repeatRows;

import org.affectgpt.tensor.Tensor;

/**
 * Turns the features of one modality into tokens of the decoder (the original's {@code
 * affectgpt.py:encode_video_*} and {@code encode_audio_*}).
 */
@FunctionalInterface
public interface TimeFusion {
  /**
   * @param features {@code [batch, time, width]}
   * @return {@code [batch, tokens, hidden]}
   */
  Tensor tokens(Tensor features);

  /** {@code [batch, hidden]} as {@code copies} equal tokens {@code [batch, copies, hidden]}. */
  static Tensor copies(Tensor y, int copies) {
    Tensor rows = copies == 1 ? y : repeatRows(y, copies);
    return rows.reshape(y.dim(0), copies, y.dim(1));
  }
}
