package org.affectgpt.nn;

import java.util.List;
import org.affectgpt.tensor.Tensor;

/**
 * What an encoder gives.
 *
 * @param last the final hidden states {@code [batch, time, hidden]}
 * @param hiddenStates the input of the first layer, then what transformers 4 lists after each
 *     layer: where a final norm belongs to the encoder, the last entry has gone through it
 * @param lastLayer the output of the last layer before any final norm, which transformers 5 lists
 *     instead
 */
public record EncoderOutput(Tensor last, List<Tensor> hiddenStates, Tensor lastLayer) {
  public EncoderOutput {
    hiddenStates = List.copyOf(hiddenStates);
  }
}
