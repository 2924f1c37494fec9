package org.affectgpt.corpus.plan;

import java.util.List;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.config.Defaults;

/**
 * Every number that shapes the corpus, so that a study can move one and leave the others.
 *
 * @param seed seeds every draw
 * @param sizes clips per split
 * @param noise how often a modality does not show its state
 * @param gold how the human words are drawn
 * @param machine how the machine's words differ from the human ones
 * @param pools how many people there are
 * @param media frames and sound
 */
@Defaults("corpus")
public record CorpusConfig(
    long seed, Sizes sizes, Noise noise, Gold gold, MachineTier machine, Pools pools, Media media) {

  /** The defaults: 5,200 clips of 96 x 96 pixels. */
  public static CorpusConfig defaults() {
    return new ConfigFile().read(List.of(), List.of(), CorpusConfig.class);
  }

  public CorpusConfig withSeed(long newSeed) {
    return new CorpusConfig(newSeed, sizes, noise, gold, machine, pools, media);
  }

  public CorpusConfig withSizes(Sizes newSizes) {
    return new CorpusConfig(seed, newSizes, noise, gold, machine, pools, media);
  }

  /** Clips per split. */
  public record Sizes(int trainMachine, int trainHuman, int test) {
    public Sizes {
      if (trainMachine < 0 || trainHuman < 0 || test < 0) {
        throw new IllegalArgumentException(
            "clip counts must not be negative: " + trainMachine + ", " + trainHuman + ", " + test);
      }
    }

    /** The number of clips of a split. */
    public int of(Split split) {
      return switch (split) {
        case TRAIN_MACHINE -> trainMachine;
        case TRAIN_HUMAN -> trainHuman;
        case TEST -> test;
      };
    }

    public int total() {
      return trainMachine + trainHuman + test;
    }
  }

  /**
   * The probability that a modality says nothing, and that it is of a class drawn at random.
   * Contradiction and sarcasm come from the latter.
   */
  public record Noise(
      double faceNothing, double voiceNothing, double textNothing, double randomClass) {}

  /**
   * The words that people give, listed in the order of usualness (a small model that learns them in
   * drawing order repeats itself).
   *
   * @param countWeights the probability of 1, 2, 3, ... words
   * @param rankExponent a synonym of rank r (from 1) weighs r to the minus this power
   */
  public record Gold(List<Double> countWeights, double rankExponent) {
    public Gold {
      countWeights = List.copyOf(countWeights);
    }
  }

  /**
   * What the machine gets wrong.
   *
   * @param wrong the probability that all words are those of another state that shares a face, a
   *     voice or a topic with the true one
   * @param superfluous the probability of an extra word
   * @param secondSuperfluous given one, the probability of a second
   * @param vagueShare the share of extra words that fit nearly anything; the others read one
   *     modality alone
   * @param frontShare the share of extra words that are listed first instead of last
   */
  public record MachineTier(
      double wrong,
      double superfluous,
      double secondSuperfluous,
      double vagueShare,
      double frontShare) {}

  /** How many faces and voices there are; those of the test split are never seen in training. */
  public record Pools(
      int trainIdentities, int testIdentities, int trainSpeakers, int testSpeakers) {}

  /**
   * Frames and sound.
   *
   * @param frameSize pixels a side
   * @param fps frames a second
   * @param minFrames the shortest clip, in frames
   * @param maxFrames the longest clip, in frames
   * @param sampleRate samples a second, mono
   * @param positionJitter standard deviation of the face position, in pixels of a 48-pixel frame
   * @param rotationJitter standard deviation of the head roll, in radians
   * @param pixelNoise standard deviation of the sensor noise, in grey levels
   */
  public record Media(
      int frameSize,
      int fps,
      int minFrames,
      int maxFrames,
      int sampleRate,
      double positionJitter,
      double rotationJitter,
      double pixelNoise) {}
}
