package org.affectgpt.train;

import static org.affectgpt.tensor.ops.shape.Concat.concat;
import static org.affectgpt.tensor.ops.shape.ReplaceRows.replaceRows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.grpo.Completion;
import org.affectgpt.grpo.Policy;
import org.affectgpt.grpo.Rollout;
import org.affectgpt.infer.Answerer;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.PromptBatch;
import org.affectgpt.model.PromptInput;
import org.affectgpt.nn.AdapterScope;
import org.affectgpt.nn.decoder.Branches;
import org.affectgpt.nn.generate.Generation;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * AffectGPT as a policy. A group's completions share their prompt in sampling and in scoring: it
 * goes through the decoder once.
 */
public final class AffectGptPolicy implements Policy<GrpoPrompt> {
  private final AffectGptModel model;
  private final @Nullable AffectGptModel reference;
  private final Answerer answerer;

  /**
   * @param reference the frozen reference policy; null where the policy trains adapters, since then
   *     it is the model itself with its adapters off
   * @param maxNewTokens limit of a completion
   */
  public AffectGptPolicy(
      AffectGptModel model,
      @Nullable AffectGptModel reference,
      Sampling sampling,
      int maxNewTokens) {
    this.model = model;
    this.reference = reference;
    this.answerer = new Answerer(model, sampling, true, false, maxNewTokens);
  }

  @Override
  public Backend backend() {
    return model.backend();
  }

  @Override
  public Rollout<GrpoPrompt> rollout(List<GrpoPrompt> prompts, int groupSize, CounterRng rng) {
    List<PromptInput> inputs = prompts.stream().map(GrpoPrompt::input).toList();
    List<Completion> completions = new ArrayList<>();
    for (Generation g : answerer.generate(inputs, groupSize, rng)) {
      completions.add(new Completion(g.ids(), model.tokenizer().answer(g.ids()), g.finished()));
    }
    return new Rollout<>(List.copyOf(prompts), groupSize, completions);
  }

  @Override
  public Tensor logProbs(Rollout<GrpoPrompt> rollout) {
    return score(model, rollout);
  }

  @Override
  public Tensor referenceLogProbs(Rollout<GrpoPrompt> rollout) {
    AffectGptModel other = reference;
    return other == null
        ? AdapterScope.without(() -> NoGrad.call(() -> score(model, rollout)))
        : NoGrad.call(() -> score(other, rollout));
  }

  private static Tensor score(AffectGptModel model, Rollout<GrpoPrompt> rollout) {
    int prompts = rollout.prompts().size();
    int group = rollout.groupSize();
    int length = rollout.length();
    PromptBatch batch =
        PromptBatch.of(
            model.tokenizer(), rollout.prompts().stream().map(GrpoPrompt::input).toList(), true);
    int[] ids = new int[prompts * group * length];
    Arrays.fill(ids, model.tokenizer().eos());
    int[][] lengths = new int[prompts][group];
    int[] targets = new int[Math.toIntExact(rollout.tokens())];
    int[] places = new int[targets.length];
    int n = 0;
    for (int i = 0; i < rollout.completions().size(); i++) {
      int[] tokens = rollout.completions().get(i).tokens();
      lengths[i / group][i % group] = tokens.length;
      System.arraycopy(tokens, 0, ids, i * length, tokens.length);
      for (int t = 0; t < tokens.length; t++) {
        targets[n] = tokens[t];
        places[n++] = i * length + t;
      }
    }
    Tensor completions =
        model.decoder().model().embed(Tensor.ofInts(model.backend(), ids, prompts, group * length));
    Branches branches = new Branches(batch.mask(), lengths, length);
    Tensor embeds = concat(1, batch.embed(model), completions);
    Tensor hidden = model.decoder().model().forward(embeds, branches.context(model.backend()));
    Tensor real = model.decoder().logProbs(hidden, branches.predictingRows(), targets);
    Tensor blank = Tensor.zeros(model.backend(), prompts * group * length, 1);
    return replaceRows(blank, places, real.reshape(-1, 1)).reshape(prompts * group, length);
  }
}
