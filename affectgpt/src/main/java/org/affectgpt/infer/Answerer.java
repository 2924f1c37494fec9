package org.affectgpt.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.PromptBatch;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.nn.decoder.GroupDecoding;
import org.affectgpt.nn.generate.Generation;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;

/** Lets a model answer questions; several draws of one question share its prompt. */
public final class Answerer {
  private final AffectGptModel model;
  private final Sampling sampling;
  private final boolean bos;
  private final boolean stopText;
  private final int maxNewTokens;
  private final Generator.Listener listener;

  /**
   * @param bos whether prompts begin with the bos token
   * @param stopText whether the text that ends a training target ends an answer too, as in the
   *     original's inference; its rollouts go on to the end token
   */
  public Answerer(
      AffectGptModel model, Sampling sampling, boolean bos, boolean stopText, int maxNewTokens) {
    this(model, sampling, bos, stopText, maxNewTokens, (row, id) -> true);
  }

  private Answerer(
      AffectGptModel model,
      Sampling sampling,
      boolean bos,
      boolean stopText,
      int maxNewTokens,
      Generator.Listener listener) {
    this.listener = listener;
    this.stopText = stopText;
    this.model = model;
    this.sampling = sampling;
    this.bos = bos;
    this.maxNewTokens = maxNewTokens;
  }

  /**
   * How the original samples: temperature 1, top-k 20, top-p 0.9 ({@code inference_hybird.py};
   * top-k is from Qwen2.5's generation_config.json).
   */
  public static Sampling original() {
    return new Sampling(false, 1, 1, 20, 0.9, 0);
  }

  /** An answerer as the model's own configuration wants it. */
  public static Answerer of(AffectGptModel model, Sampling sampling) {
    return new Answerer(
        model,
        sampling,
        model.config().prompt().inferenceBos(),
        true,
        model.config().prompt().maxNewTokens());
  }

  /** The same with another limit, telling {@code listener} every token as it is made. */
  public Answerer with(int tokens, Generator.Listener heard) {
    return new Answerer(model, sampling, bos, stopText, tokens, heard);
  }

  /**
   * @param draws answers a question
   * @return question after question, {@code draws} answers each
   */
  public List<Answer> answer(List<PromptInput> inputs, int draws, CounterRng rng) {
    List<Answer> answers = new ArrayList<>();
    for (Generation g : generate(inputs, draws, rng)) {
      answers.add(new Answer(model.tokenizer().answer(g.ids()), g.length(), g.finished()));
    }
    return answers;
  }

  /** The same as token ids. */
  public List<Generation> generate(List<PromptInput> inputs, int draws, CounterRng rng) {
    PromptTokenizer tokenizer = model.tokenizer();
    PromptBatch batch = PromptBatch.of(tokenizer, inputs, bos);
    return NoGrad.call(
        () -> {
          Tensor embeds = batch.embed(model);
          GroupDecoding decoding =
              new GroupDecoding(model.decoder(), embeds, batch.mask(), draws, maxNewTokens);
          StopRule stop =
              new StopRule(
                  maxNewTokens, ends(tokenizer), stopText ? List.of(tokenizer.stops()) : List.of());
          return new Generator(sampling, stop, tokenizer.eos(), listener).generate(decoding, rng);
        });
  }

  private static Set<Integer> ends(PromptTokenizer tokenizer) {
    Set<Integer> ends = new TreeSet<>();
    ends.add(tokenizer.eos());
    int text = tokenizer.tokenizer().id("<|endoftext|>");
    if (text >= 0) {
      ends.add(text);
    }
    return ends;
  }
}
