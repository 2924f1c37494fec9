package org.affectgpt.tools.verify;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.rows.Mean.mean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.nn.EncoderOutput;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** HuBERT from raw audio: normalised input, every hidden state, features, gradients. */
final class HubertKind implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    float[][] windows = windows(folder);
    float[] samples = MediaEncoder.normalise(windows, false);
    int[] shape = {windows.length, windows[0].length};
    comparison.values("input_values", shape, samples);
    for (Module.Loading mode : Module.Loading.values()) {
      HubertModel model = new ModelParts(backend, mode).acoustic(folder.path());
      EncoderOutput out = model.forward(Tensor.of(backend, samples, shape));
      comparison.tensor("last_hidden_state", out.last());
      List<Tensor> states = states(folder, out);
      comparison.states(states);
      Tensor features = lastFour(states);
      comparison.tensor("last4_time_mean", features);
      Tensor loss = comparison.weightedSum(features, folder.input("loss_weight", backend));
      if (mode == Module.Loading.COPY) {
        loss.backward();
        comparison.gradients("grad.", model.parameters());
      }
    }
  }

  private static float[][] windows(GoldenFolder folder) {
    int[] shape = folder.inputs().entry("raw_audio").intShape();
    float[] all = folder.inputs().entry("raw_audio").toFloats();
    int n = all.length / shape[0];
    float[][] windows = new float[shape[0]][];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = Arrays.copyOfRange(all, i * n, (i + 1) * n);
    }
    return windows;
  }

  /** From version 5 on transformers lists the last layer before the encoder's final norm. */
  private static List<Tensor> states(GoldenFolder folder, EncoderOutput out) {
    List<Tensor> states = new ArrayList<>(out.hiddenStates());
    String version = folder.json("config.json").path("transformers_version").asText("5");
    if (!version.startsWith("4.")) {
      states.set(states.size() - 1, out.lastLayer());
    }
    return states;
  }

  private static Tensor lastFour(List<Tensor> states) {
    Tensor sum = states.getLast();
    for (int i = 2; i <= 4; i++) {
      sum = add(sum, states.get(states.size() - i));
    }
    return mean(scale(sum, 0.25f), 1, false);
  }
}
