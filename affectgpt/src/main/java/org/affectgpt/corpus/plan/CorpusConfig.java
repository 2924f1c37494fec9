package org.affectgpt.corpus.plan;

import java.util.List;
import org.affectgpt.config.Bounds;
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
      Bounds.count("train_machine", 0, trainMachine);
      Bounds.count("train_human", 0, trainHuman);
      Bounds.count("test", 0, test);
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
      double faceNothing, double voiceNothing, double textNothing, double randomClass) {
    public Noise {
      Bounds.share("face_nothing", faceNothing);
      Bounds.share("voice_nothing", voiceNothing);
      Bounds.share("text_nothing", textNothing);
      Bounds.share("random_class", randomClass);
    }
  }

  /**
   * The words that people give, listed in the order of usualness (a small model that learns them in
   * drawing order repeats itself).
   *
   * @param countWeights the probability of 1, 2, 3, ... words
   * @param rankExponent a synonym of rank r (from 1) weighs r to the minus this power
   */
  public record Gold(List<Double> countWeights, double rankExponent) {
    private static final double STEEPEST = 100;

    public Gold {
      Bounds.filled("count_weights", countWeights);
      countWeights = List.copyOf(countWeights);
      countWeights.forEach(w -> Bounds.notNegative("count_weights", w));
      double sum = countWeights.stream().mapToDouble(w -> w).sum();
      Bounds.require(sum > 0, "count_weights", "not all be 0", sum);
      Bounds.require(
          rankExponent >= 0 && rankExponent <= STEEPEST,
          "rank_exponent",
          "be from 0 to " + STEEPEST,
          rankExponent);
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
      double frontShare) {
    public MachineTier {
      Bounds.share("wrong", wrong);
      Bounds.share("superfluous", superfluous);
      Bounds.share("second_superfluous", secondSuperfluous);
      Bounds.share("vague_share", vagueShare);
      Bounds.share("front_share", frontShare);
    }
  }

  /** How many faces and voices there are; those of the test split are never seen in training. */
  public record Pools(
      int trainIdentities, int testIdentities, int trainSpeakers, int testSpeakers) {
    public Pools {
      Bounds.count("train_identities", 1, trainIdentities);
      Bounds.count("test_identities", 1, testIdentities);
      Bounds.count("train_speakers", 1, trainSpeakers);
      Bounds.count("test_speakers", 1, testSpeakers);
    }
  }

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
      double pixelNoise) {
    public Media {
      within("frame_size", 16, 2048, frameSize);
      within("fps", 1, 240, fps);
      within("min_frames", 1, 10_000, minFrames);
      within("max_frames", minFrames, 10_000, maxFrames);
      within("sample_rate", 8000, 192_000, sampleRate);
      Bounds.require(frameSize % 2 == 0, "frame_size", "be even, as video is stored", frameSize);
      Bounds.notNegative("position_jitter", positionJitter);
      Bounds.notNegative("rotation_jitter", rotationJitter);
      Bounds.notNegative("pixel_noise", pixelNoise);
    }

    private static void within(String option, int least, int most, int value) {
      Bounds.require(
          value >= least && value <= most, option, "be from " + least + " to " + most, value);
    }
  }
}
