package org.affectgpt.model.fusion;

import org.affectgpt.tensor.Tensor;

/** The pre-fusion branch: audio and video become one token before the decoder (section 7). */
public interface MultiFusion {
  /**
   * @param video {@code [batch, time, width]}
   * @param audio {@code [batch, windows, width]}
   * @return both in one, before the projection to the decoder's width
   */
  Tensor fused(Tensor video, Tensor audio);

  /** What {@link #fused} gave as tokens {@code [batch, tokens, hidden]}. */
  Tensor project(Tensor fused);

  /** Tokens {@code [batch, tokens, hidden]}. */
  default Tensor tokens(Tensor video, Tensor audio) {
    return project(fused(video, audio));
  }
}
