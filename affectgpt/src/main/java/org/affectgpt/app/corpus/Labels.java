package org.affectgpt.app.corpus;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.CounterRng;

/** Draws the words of both tiers: those of people, and those of the machine that errs. */
public final class Labels {
  /** Words that fit nearly anything, as machine labels often hold. */
  public static final List<String> VAGUE =
      List.of("emotional", "expressive", "serious", "attentive", "tense", "thoughtful");

  private final CorpusConfig config;

  public Labels(CorpusConfig config) {
    this.config = config;
  }

  /** One to three synonyms of the state without replacement, the usual ones more often. */
  public List<String> human(State state, CounterRng rng) {
    int count = 1 + weighted(config.gold().countWeights(), rng);
    List<String> left = new ArrayList<>(state.synonyms());
    List<Double> weights = new ArrayList<>();
    for (int rank = 1; rank <= left.size(); rank++) {
      weights.add(StrictMath.pow(rank, -config.gold().rankExponent()));
    }
    List<String> words = new ArrayList<>();
    while (words.size() < count && !left.isEmpty()) {
      int i = weighted(weights, rng);
      words.add(left.remove(i));
      weights.remove(i);
    }
    return List.copyOf(words);
  }

  /**
   * The machine's words: as many right words as people would give, one of them perhaps exchanged
   * for a word of a state that the clip supports only partly, and perhaps extra words.
   */
  public List<String> machine(State state, Observed seen, CounterRng rng) {
    List<String> words = new ArrayList<>(human(state, rng));
    CorpusConfig.MachineTier tier = config.machine();
    double wrong = rng.nextDouble();
    String other = misreading(state, seen, rng);
    int place = rng.nextInt(words.size());
    if (wrong < tier.wrong()) {
      words.set(place, other);
    }
    double first = rng.nextDouble();
    double second = rng.nextDouble();
    String extra = superfluous(state, seen, rng);
    String more = superfluous(state, seen, rng);
    if (first < tier.superfluous()) {
      addNew(words, extra);
      if (second < tier.secondSuperfluous()) {
        addNew(words, more);
      }
    }
    return List.copyOf(words);
  }

  private String superfluous(State state, Observed seen, CounterRng rng) {
    boolean vague = rng.nextDouble() < config.machine().vagueShare();
    String generic = VAGUE.get(rng.nextInt(VAGUE.size()));
    String reading = misreading(state, seen, rng);
    return vague ? generic : reading;
  }

  /** A word of another state that shares at least one observed factor. */
  private static String misreading(State state, Observed seen, CounterRng rng) {
    List<State> plausible = new ArrayList<>();
    for (State other : State.values()) {
      if (other != state && other.agreement(seen) >= 1 && other.agreement(seen) <= 2) {
        plausible.add(other);
      }
    }
    if (plausible.isEmpty()) {
      for (State other : State.values()) {
        if (other != state) {
          plausible.add(other);
        }
      }
    }
    State other = plausible.get(rng.nextInt(plausible.size()));
    return other.synonyms().get(rng.nextInt(other.synonyms().size()));
  }

  private static void addNew(List<String> words, String word) {
    if (!words.contains(word)) {
      words.add(word);
    }
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
