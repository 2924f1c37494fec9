package org.affectgpt.tools.verify;

import static org.affectgpt.tensor.ops.shape.Repeat.repeatRows;

import java.util.Arrays;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.qformer.QFormerModel;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A BLIP-2 Q-Former with padded encoder states: outputs and gradients. */
final class QFormerKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    int[][] mask = folder.rows("encoder_attention_mask");
    int[] flat = Arrays.stream(mask).flatMapToInt(Arrays::stream).toArray();
    Tensor keyMask = Tensor.ofInts(backend, flat, mask.length, mask[0].length);
    Tensor queries = folder.input("query_embeds", backend);
    if (queries.dim(0) == 1) {
      queries = repeatRows(queries, mask.length);
    }
    for (Module.Loading mode : Module.Loading.values()) {
      QFormerModel model = new ModelParts(backend, mode).former(folder.path());
      Tensor out = model.forward(queries, folder.input("encoder_hidden_states", backend), keyMask);
      comparison.tensor("last_hidden_state", out);
      Tensor loss = comparison.weightedSum(out, folder.input("loss_weight", backend));
      if (mode == Module.Loading.COPY) {
        loss.backward();
        comparison.gradients("grad.", model.parameters());
      }
    }
  }
}
