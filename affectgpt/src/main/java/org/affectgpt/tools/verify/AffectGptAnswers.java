package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.affectgpt.infer.Answerer;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;

/**
 * Greedy answers of an {@code affectgpt} folder: prompt ids, embeddings, first logits, ids, text.
 */
record AffectGptAnswers(
    GoldenFolder folder,
    GoldenComparison comparison,
    AffectGptModel model,
    JsonNode meta,
    AffectGptFeatures features) {

  void check() {
    model.eval();
    for (JsonNode c : meta.path("generation")) {
      NoGrad.run(() -> answer(c));
    }
  }

  private void answer(JsonNode c) {
    String name = c.path("case").asText();
    int sample = c.path("sample").asInt();
    PromptInput input = question(c, sample);
    new AffectGptTokens(comparison, model, features).check(name, input.mode(), sample);
    PromptTokenizer tokenizer = model.tokenizer();
    int[] whole = tokenizer.prompt(input);
    int[] ids = Arrays.copyOfRange(whole, c.path("dropped_from_the_left").asInt(), whole.length);
    comparison.equal(
        name + ".prompt_ids", folder.inputs().entry(name + ".prompt_ids").toInts(), ids);
    Tensor embeds = model.embed(List.of(input), List.of(ids));
    comparison.tensor(name + ".inputs_embeds", embeds);
    int[] last = {ids.length - 1};
    DecoderContext context = DecoderContext.causal(model.backend(), 1, ids.length);
    Tensor hidden = model.decoder().model().forward(embeds, context);
    Tensor first = model.decoder().logits(model.decoder().rows(hidden, last));
    comparison.values(name + ".first_logits", new int[] {first.dim(1)}, first.toFloats());
    int limit = c.path("max_new_tokens").asInt();
    int[] made = ids.length == whole.length ? asked(input, limit) : continued(embeds, limit);
    comparison.ints(name + ".output_ids", new int[] {made.length}, made);
    comparison.equal(name + ".response", c.path("response").asText(), tokenizer.answer(made));
    if (c.has("decoded_raw")) {
      comparison.equal(
          name + ".decoded_raw",
          c.path("decoded_raw").asText(),
          tokenizer.tokenizer().decode(made, false));
    }
  }

  private int[] asked(PromptInput input, int limit) {
    return new Answerer(model, Sampling.best(), false, true, limit)
        .generate(List.of(input), 1, new CounterRng(1))
        .getFirst()
        .ids();
  }

  /** From a prompt that the original has cut from the left, which our own answering never does. */
  private int[] continued(Tensor embeds, int limit) {
    PromptTokenizer tokenizer = model.tokenizer();
    Set<Integer> ends = new TreeSet<>(Set.of(tokenizer.eos()));
    ends.add(tokenizer.tokenizer().id("<|endoftext|>"));
    int[] ones = new int[embeds.dim(1)];
    Arrays.fill(ones, 1);
    return new Generator(
            Sampling.best(), new StopRule(limit, ends, List.of(tokenizer.stops())), tokenizer.eos())
        .generate(
            new BatchDecoding(model.decoder(), embeds, new int[][] {ones}, limit),
            new CounterRng(1))
        .getFirst()
        .ids();
  }

  private PromptInput question(JsonNode c, int sample) {
    PromptMode mode = PromptMode.of(c.path("face_or_frame").asText());
    String subtitle = meta.path("ann").path(sample).path("subtitle").asText();
    String prompt = c.path("prompt").asText();
    String question =
        Stream.of(Question.DESCRIPTION, Question.OV_LABEL, Question.SENTIMENT, Question.ONE_HOT)
            .filter(q -> prompt.equals(mode.prompt(subtitle, q)))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        folder.path() + ": asks what the original never asks: " + prompt));
    return new PromptInput(mode, subtitle, question, features.of(sample).getFirst());
  }
}
