package org.affectgpt.tools.verify;

import static org.affectgpt.tensor.ops.shape.ReplaceRows.replaceRows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.tensor.Tensor;

/** The tokens of every branch, and embeddings with them in their places. */
record AffectGptTokens(
    GoldenComparison comparison, AffectGptModel model, AffectGptFeatures features) {

  /** Compares what {@code name} expects of the branches: features, fused features, tokens. */
  void check(String name, PromptMode mode, int... samples) {
    List<ClipFeatures> clips = features.of(samples);
    int video = model.widths().video();
    Tensor audio = stack(clips.stream().map(ClipFeatures::audio).toList(), model.widths().audio());
    Tensor frames = stack(clips.stream().map(ClipFeatures::frames).toList(), video);
    Tensor faces = stack(clips.stream().map(ClipFeatures::faces).toList(), video);
    Tensor shown = mode.multiVideo() == PatchToken.FACE ? faces : frames;
    Map<String, Tensor> hidden = new LinkedHashMap<>();
    hidden.put("audio", audio);
    hidden.put("frame", frames);
    hidden.put("face", faces);
    hidden.put("multi", model.fusions().fused(shown, audio));
    hidden.forEach((branch, t) -> comparison.tensor(name + ".hidden." + branch, t));
    Map<String, Tensor> tokens = new LinkedHashMap<>();
    tokens.put("audio", model.fusions().audio(audio));
    tokens.put("frame", model.fusions().video(frames));
    tokens.put("face", model.fusions().video(faces));
    tokens.put("multi", model.fusions().multi(shown, audio));
    tokens.forEach((branch, t) -> comparison.tensor(name + ".llm." + branch, t));
  }

  private Tensor stack(List<float[]> rows, int width) {
    int n = rows.getFirst().length;
    float[] all = new float[rows.size() * n];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * n, n);
    }
    return Tensor.of(model.backend(), all, rows.size(), n / width, width);
  }

  /** Embeds sequences with features in their places; an image is none of a clip's features. */
  Tensor embed(List<PromptInput> inputs, List<int[]> sequences, int[] samples) {
    if (inputs.getFirst().mode() != PromptMode.IMAGE) {
      return model.embed(inputs, sequences);
    }
    PromptTokenizer tokenizer = model.tokenizer();
    int copies = tokenizer.copies(PatchToken.IMAGE);
    int time = sequences.getFirst().length;
    int[][] ids = sequences.stream().map(tokenizer::lookup).toArray(int[][]::new);
    int[] rows = new int[samples.length * copies];
    for (int i = 0; i < samples.length; i++) {
      int at = tokenizer.position(sequences.get(i), PatchToken.IMAGE);
      for (int k = 0; k < copies; k++) {
        rows[i * copies + k] = i * time + at + k;
      }
    }
    List<float[]> images = Arrays.stream(samples).mapToObj(s -> features.images()[s]).toList();
    Tensor image = model.fusions().image(stack(images, model.widths().video()));
    Tensor table = DecoderKind.embed(model.decoder(), ids);
    int hidden = table.dim(2);
    return replaceRows(table.reshape(-1, hidden), rows, image.reshape(-1, hidden))
        .reshape(samples.length, time, hidden);
  }
}
