package org.affectgpt.nn;

import java.util.List;
import org.affectgpt.tensor.Tensor;

/**
 * What an encoder gives.
 *
 * @param last the final hidden states {@code [batch, time, hidden]}
 * @param hiddenStates the input of the first layer, then what Hugging Face lists after each layer
 */
public record EncoderOutput(Tensor last, List<Tensor> hiddenStates) {
  public EncoderOutput {
    hiddenStates = List.copyOf(hiddenStates);
  }
}
