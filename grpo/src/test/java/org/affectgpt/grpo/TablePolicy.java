package org.affectgpt.grpo;

import static org.affectgpt.tensor.ops.rows.TokenLogProbs.tokenLogProbs;
import static org.affectgpt.tensor.ops.shape.Embedding.embedding;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * A policy that is one row of logits over {@value #TOKENS} tokens a prompt; prompts are row
 * numbers. Completions are of one to {@value #LONGEST} tokens, the length drawn without regard to
 * the weights.
 */
final class TablePolicy implements Policy<Integer> {
  static final int TOKENS = 4;
  static final int LONGEST = 5;

  private final Tensor table;
  private final Tensor reference;

  TablePolicy(Backend backend, float[] logits, float[] reference) {
    int rows = logits.length / TOKENS;
    this.table = Tensor.of(backend, logits, rows, TOKENS).requiresGrad(true);
    this.reference = Tensor.of(backend, reference, rows, TOKENS);
  }

  @Override
  public Backend backend() {
    return table.backend();
  }

  Tensor table() {
    return table;
  }

  /** {@code log p(token)} of a row of logits. */
  static double logProb(float[] logits, int row, int token) {
    double sum = 0;
    for (int t = 0; t < TOKENS; t++) {
      sum += Math.exp(logits[row * TOKENS + t]);
    }
    return logits[row * TOKENS + token] - Math.log(sum);
  }

  @Override
  public Rollout<Integer> rollout(List<Integer> prompts, int groupSize, CounterRng rng) {
    float[] logits = NoGrad.call(table::toFloats);
    List<Completion> all = new ArrayList<>();
    for (int i = 0; i < prompts.size() * groupSize; i++) {
      CounterRng draw = rng.split(i);
      int[] tokens = new int[1 + draw.nextInt(LONGEST)];
      for (int t = 0; t < tokens.length; t++) {
        double u = draw.nextDouble();
        int token = 0;
        for (double p = 0; token < TOKENS - 1; token++) {
          p += Math.exp(logProb(logits, prompts.get(i / groupSize), token));
          if (u < p) {
            break;
          }
        }
        tokens[t] = token;
      }
      all.add(new Completion(tokens, "", tokens.length < LONGEST));
    }
    return new Rollout<>(List.copyOf(prompts), groupSize, all);
  }

  @Override
  public Tensor logProbs(Rollout<Integer> rollout) {
    return score(table, rollout);
  }

  @Override
  public Tensor referenceLogProbs(Rollout<Integer> rollout) {
    return NoGrad.call(() -> score(reference, rollout));
  }

  private static Tensor score(Tensor table, Rollout<Integer> rollout) {
    int n = rollout.completions().size();
    int length = rollout.length();
    int[] rows = new int[n * length];
    int[] tokens = new int[n * length];
    for (int i = 0; i < n; i++) {
      int[] c = rollout.completions().get(i).tokens();
      for (int t = 0; t < length; t++) {
        rows[i * length + t] = rollout.prompts().get(i / rollout.groupSize());
        tokens[i * length + t] = t < c.length ? c[t] : 0;
      }
    }
    Tensor logits = embedding(table, Tensor.ofInts(table.backend(), rows, rows.length));
    Tensor ids = Tensor.ofInts(table.backend(), tokens, tokens.length);
    return tokenLogProbs(logits, ids, -1).reshape(n, length);
  }
}
