package org.affectgpt.corpus.words;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.corpus.plan.State;
import org.affectgpt.tensor.CounterRng;

/** Draws the words of both tiers: those of people, and those of the machine that errs. */
public final class Labels {
  /** Words that fit nearly anything, as machine labels often hold. */
  public static final List<String> VAGUE =
      List.of(
          "interested",
          "thoughtful",
          "concerned",
          "attentive",
          "hopeful",
          "eager",
          "helpless",
          "trusting");

  private final CorpusConfig config;

  public Labels(CorpusConfig config) {
    this.config = config;
  }

  /**
   * One to three synonyms of the state without replacement, the usual ones more often, listed in
   * the order of usualness.
   */
  public List<String> human(State state, CounterRng rng) {
    int count = 1 + weighted(config.gold().countWeights(), rng);
    List<Integer> ranks = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int rank = 1; rank <= state.synonyms().size(); rank++) {
      ranks.add(rank);
      weights.add(StrictMath.pow(rank, -config.gold().rankExponent()));
    }
    TreeSet<Integer> drawn = new TreeSet<>();
    while (drawn.size() < count && !ranks.isEmpty()) {
      int i = weighted(weights, rng);
      drawn.add(ranks.remove(i));
      weights.remove(i);
    }
    return drawn.stream().map(rank -> state.synonyms().get(rank - 1)).toList();
  }

  /**
   * The machine's words: drawn as people draw them but perhaps for a state that only looks alike,
   * and perhaps with extra words before or after.
   */
  public List<String> machine(State state, Observed seen, CounterRng rng) {
    CorpusConfig.MachineTier tier = config.machine();
    boolean wrong = rng.nextDouble() < tier.wrong();
    State lookalike = lookalike(state, rng);
    List<String> words = new ArrayList<>(human(wrong ? lookalike : state, rng));
    boolean first = rng.nextDouble() < tier.superfluous();
    boolean second = rng.nextDouble() < tier.secondSuperfluous();
    if (first) {
      addExtra(words, seen, rng);
      if (second) {
        addExtra(words, seen, rng);
      }
    }
    return List.copyOf(words);
  }

  private void addExtra(List<String> words, Observed seen, CounterRng rng) {
    CorpusConfig.MachineTier tier = config.machine();
    List<List<String>> readings =
        Stream.of(seen.face().readings(), seen.voice().readings(), seen.text().readings())
            .filter(list -> !list.isEmpty())
            .toList();
    boolean vague = rng.nextDouble() < tier.vagueShare() || readings.isEmpty();
    List<String> from = vague ? VAGUE : readings.get(rng.nextInt(readings.size()));
    String word = from.get(rng.nextInt(from.size()));
    boolean front = rng.nextDouble() < tier.frontShare();
    if (!words.contains(word)) {
      words.add(front ? 0 : words.size(), word);
    }
  }

  private static State lookalike(State state, CounterRng rng) {
    Observed shown = new Observed(state.face(), state.voice(), state.text());
    List<State> alike =
        Stream.of(State.values()).filter(s -> s != state && s.agreement(shown) > 0).toList();
    return alike.get(rng.nextInt(alike.size()));
  }

  private static int weighted(List<Double> weights, CounterRng rng) {
    double total = 0;
    for (double w : weights) {
      total += w;
    }
    double u = rng.nextDouble() * total;
    for (int i = 0; i < weights.size() - 1; i++) {
      u -= weights.get(i);
      if (u < 0) {
        return i;
      }
    }
    return weights.size() - 1;
  }
}
