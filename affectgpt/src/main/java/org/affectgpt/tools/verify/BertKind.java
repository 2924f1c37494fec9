package org.affectgpt.tools.verify;

import java.util.Arrays;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.bert.BertModel;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A BERT encoder with pairs of texts and padding: every hidden state, gradients. */
final class BertKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    Tensor ids = ints(folder, "input_ids", backend);
    Tensor kinds = ints(folder, "token_type_ids", backend);
    Tensor mask = ints(folder, "attention_mask", backend);
    for (Module.Loading mode : Module.Loading.values()) {
      BertModel model = new ModelParts(backend, mode).words(folder.path());
      EncoderOutput out = model.encode(ids, kinds, mask);
      comparison.tensor("last_hidden_state", out.last());
      comparison.states(out.hiddenStates());
      Tensor loss = comparison.weightedSum(out.last(), folder.input("loss_weight", backend));
      if (mode == Module.Loading.COPY) {
        loss.backward();
        comparison.gradients("grad.", model.parameters());
      }
    }
  }

  private static Tensor ints(GoldenFolder folder, String name, Backend backend) {
    int[][] rows = folder.rows(name);
    int[] flat = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    return Tensor.ofInts(backend, flat, rows.length, rows[0].length);
  }
}
