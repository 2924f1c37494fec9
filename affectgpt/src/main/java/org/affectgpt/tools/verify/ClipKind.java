package org.affectgpt.tools.verify;

import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A CLIP vision tower with its projection: every hidden state, outputs, gradients. */
final class ClipKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    for (Module.Loading mode : Module.Loading.values()) {
      ClipVisionModel model = new ModelParts(backend, mode).vision(folder.path());
      Tensor pixels = folder.input("pixel_values", backend).requiresGrad(true);
      EncoderOutput out = model.encode(pixels);
      comparison.states(out.hiddenStates());
      Tensor pooled = model.pool(out);
      comparison.tensor("pooler_output", pooled);
      Tensor features = model.project(pooled);
      comparison.tensor("image_features", features);
      Tensor loss = comparison.weightedSum(features, folder.input("loss_weight", backend));
      loss.backward();
      comparison.tensor("grad_pixel_values", pixels.grad());
      if (mode == Module.Loading.COPY) {
        comparison.gradients("grad.", model.parameters());
      }
    }
  }
}
