package org.affectgpt.app.model;

import org.affectgpt.tensor.Tensor;

/** The pre-fusion branch: audio and video become one token before the decoder (section 7). */
@FunctionalInterface
interface MultiFusion {
  /**
   * @param video {@code [batch, time, width]}
   * @param audio {@code [batch, windows, width]}
   * @return {@code [batch, tokens, hidden]}
   */
  Tensor tokens(Tensor video, Tensor audio);
}
