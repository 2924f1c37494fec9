package org.affectgpt.corpus;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.FaceClass;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.corpus.plan.State;
import org.affectgpt.corpus.plan.TextTopic;
import org.affectgpt.corpus.plan.VoiceClass;
import org.affectgpt.corpus.words.Labels;
import org.affectgpt.tensor.CounterRng;

/**
 * What readers who see every factor without error could score: they know the posterior of the state
 * given the modalities that they read, draw a state from it, and words as people do. It says which
 * targets are possible before anything is trained.
 */
public final class BayesCeiling {
  private final CorpusConfig config;
  private final LabelScorer scorer;

  public BayesCeiling(CorpusConfig config, LabelScorer scorer) {
    this.config = config;
    this.scorer = scorer;
  }

  /**
   * One line of the table.
   *
   * @param reader who answers
   * @param f1 the score
   * @param labels words an answer, on average
   */
  public record Row(String reader, double f1, double labels) {}

  /** The table over this many human-grade clips of the test split. */
  public List<Row> table(int clips) {
    ClipStudio studio = new ClipStudio(config);
    List<Clip> test = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      test.add(studio.plan(Split.TEST, i));
    }
    List<List<String>> gold = test.stream().map(Clip::human).toList();
    return List.of(
        row("text", gold, sampled(test, false, false, true)),
        row("audio", gold, sampled(test, false, true, false)),
        row("video", gold, sampled(test, true, false, false)),
        row("audio and video", gold, sampled(test, true, true, false)),
        row("all", gold, sampled(test, true, true, true)),
        row("true state, other words", gold, resampled(test)),
        row("machine labels", gold, test.stream().map(c -> c.texts().machine()).toList()));
  }

  private Row row(String reader, List<List<String>> gold, List<List<String>> predicted) {
    double words = predicted.stream().mapToInt(List::size).average().orElse(0);
    return new Row(reader, scorer.f1(gold, predicted), words);
  }

  private List<List<String>> sampled(List<Clip> clips, boolean face, boolean voice, boolean text) {
    Labels labels = new Labels(config);
    CounterRng rng = new CounterRng(config.seed()).split("ceiling");
    List<List<String>> out = new ArrayList<>();
    for (Clip clip : clips) {
      CounterRng draw = rng.split(clip.index());
      double[] posterior = posterior(clip.observed(), face, voice, text);
      double u = draw.nextDouble();
      int state = 0;
      while (state < posterior.length - 1 && u >= posterior[state]) {
        u -= posterior[state++];
      }
      out.add(labels.human(State.values()[state], draw));
    }
    return out;
  }

  private List<List<String>> resampled(List<Clip> clips) {
    Labels labels = new Labels(config);
    CounterRng rng = new CounterRng(config.seed()).split("resampled");
    return clips.stream().map(c -> labels.human(c.state(), rng.split(c.index()))).toList();
  }

  /** P(state | the observed factors of the modalities that are read), under a uniform prior. */
  double[] posterior(Observed seen, boolean face, boolean voice, boolean text) {
    CorpusConfig.Noise noise = config.noise();
    double[] p = new double[State.values().length];
    double total = 0;
    for (State s : State.values()) {
      double likelihood = 1;
      if (face) {
        boolean silent = seen.face() == FaceClass.NOTHING;
        likelihood *= likelihood(silent, s.face() == seen.face(), noise.faceNothing());
      }
      if (voice) {
        boolean silent = seen.voice() == VoiceClass.NOTHING;
        likelihood *= likelihood(silent, s.voice() == seen.voice(), noise.voiceNothing());
      }
      if (text) {
        boolean silent = seen.text() == TextTopic.NOTHING;
        likelihood *= likelihood(silent, s.text() == seen.text(), noise.textNothing());
      }
      p[s.ordinal()] = likelihood;
      total += likelihood;
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= total;
    }
    return p;
  }

  private double likelihood(boolean silent, boolean match, double nothing) {
    double random = config.noise().randomClass();
    if (silent) {
      return nothing;
    }
    return random / FaceClass.INFORMATIVE + (match ? 1 - nothing - random : 0);
  }
}
