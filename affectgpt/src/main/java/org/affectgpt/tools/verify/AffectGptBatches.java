package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.TrainingBatch;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.Tensor;

/**
 * Training batches of an {@code affectgpt} folder: ids, labels, masks, tokens of the branches,
 * spliced embeddings, logits, log-probabilities of the labels, loss, gradients.
 */
record AffectGptBatches(
    GoldenFolder folder,
    GoldenComparison comparison,
    AffectGptModel model,
    JsonNode meta,
    AffectGptFeatures features) {
  /** The tolerance of a gradient's elements that meta.json names, relative to the largest. */
  private static final double OF_LARGEST = 3e-4;

  void check() {
    model.eval();
    AffectGptTokens tokens = new AffectGptTokens(comparison, model, features);
    for (JsonNode c : meta.path("cases")) {
      String name = c.path("case").asText();
      PromptMode mode = PromptMode.of(c.path("face_or_frame").asText());
      int[] samples = GoldenFolder.ints(c.path("samples"));
      tokens.check(name, mode, samples);
      TrainingBatch batch = TrainingBatch.of(model.tokenizer(), examples(c, mode, samples));
      ids(name, batch);
      Tensor embeds = tokens.embed(batch.inputs(), batch.sequences(), samples);
      comparison.tensor(name + ".inputs_embeds", embeds);
      Tensor loss = outputs(name, batch, embeds);
      comparison.tensor(name + ".loss", loss);
      String gradients = name + ".grad.";
      if (!comparison.names(gradients).isEmpty()) {
        model.parameters().values().forEach(p -> p.value().clearGrad());
        loss.backward();
        comparison.gradients(gradients, model.parameters(), OF_LARGEST);
      }
    }
  }

  private void ids(String name, TrainingBatch batch) {
    comparison.equal(
        name + ".input_ids",
        folder.inputs().entry(name + ".input_ids").toInts(),
        flat(batch.sequences().toArray(int[][]::new)));
    comparison.equal(
        name + ".labels", folder.inputs().entry(name + ".labels").toInts(), flat(batch.labels()));
    comparison.equal(
        name + ".attention_masks",
        folder.inputs().entry(name + ".attention_masks").toInts(),
        flat(batch.mask()));
  }

  private static int[] flat(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
  }

  private Tensor outputs(String name, TrainingBatch batch, Tensor embeds) {
    int rows = embeds.dim(0);
    int time = embeds.dim(1);
    int[][] positions = new int[rows][time];
    Arrays.stream(positions).forEach(p -> Arrays.setAll(p, i -> i));
    CausalLm lm = model.decoder();
    DecoderContext context = DecoderContext.causal(model.backend(), batch.mask(), positions);
    Tensor hidden = lm.model().forward(embeds, context);
    int[] last = new int[rows];
    Arrays.setAll(last, r -> r * time + time - 1);
    comparison.tensor(name + ".last_logits", lm.logits(lm.rows(hidden, last)));
    if (comparison.expects(name + ".logits.sample0")) {
      int[] first = new int[time];
      Arrays.setAll(first, i -> i);
      comparison.tensor(name + ".logits.sample0", lm.logits(lm.rows(hidden, first)));
    }
    labels(name, batch, lm, hidden);
    return lm.loss(hidden, batch.labels());
  }

  /** Log-probabilities of the labels {@code [batch, time - 1]}, 0 where there is none. */
  private void labels(String name, TrainingBatch batch, CausalLm lm, Tensor hidden) {
    int time = hidden.dim(1);
    List<Integer> places = new ArrayList<>();
    int[][] labels = batch.labels();
    for (int b = 0; b < labels.length; b++) {
      for (int t = 0; t + 1 < time; t++) {
        if (labels[b][t + 1] != CausalLm.IGNORE) {
          places.add(b * time + t);
        }
      }
    }
    int[] rows = places.stream().mapToInt(Integer::intValue).toArray();
    int[] ids = Arrays.stream(rows).map(r -> labels[r / time][r % time + 1]).toArray();
    float[] real = lm.logProbs(hidden, rows, ids).toFloats();
    float[] all = new float[labels.length * (time - 1)];
    for (int i = 0; i < rows.length; i++) {
      all[rows[i] / time * (time - 1) + rows[i] % time] = real[i];
    }
    comparison.values(name + ".label_logprobs", new int[] {labels.length, time - 1}, all);
  }

  private List<TrainingBatch.Example> examples(JsonNode c, PromptMode mode, int[] samples) {
    List<ClipFeatures> clips = features.of(samples);
    List<TrainingBatch.Example> examples = new ArrayList<>();
    for (int i = 0; i < samples.length; i++) {
      JsonNode clip = meta.path("ann").path(samples[i]);
      boolean describe = c.path("label_types").path(i).asText().equals("description");
      PromptInput input =
          new PromptInput(
              mode,
              clip.path("subtitle").asText(),
              describe ? Question.DESCRIPTION : Question.OV_LABEL,
              clips.get(i));
      List<String> labels = List.of(clip.path("ovlabel").asText().split(", "));
      examples.add(
          new TrainingBatch.Example(
              input,
              describe ? clip.path("description").asText() : Question.ovLabelAnswer(labels)));
    }
    return examples;
  }
}
