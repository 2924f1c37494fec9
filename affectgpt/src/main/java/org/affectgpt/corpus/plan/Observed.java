package org.affectgpt.corpus.plan;

import org.affectgpt.tensor.CounterRng;

/**
 * What face, voice and words of one clip really show: the factors of its state, some of them
 * replaced by nothing or by a random class.
 */
public record Observed(FaceClass face, VoiceClass voice, TextTopic text) {

  /** Draws the factors of a clip whose true state is given. */
  public static Observed sample(State state, CorpusConfig.Noise noise, CounterRng rng) {
    int face =
        factor(
            state.face().ordinal(),
            FaceClass.INFORMATIVE,
            noise.faceNothing(),
            noise.randomClass(),
            rng);
    int voice =
        factor(
            state.voice().ordinal(),
            VoiceClass.INFORMATIVE,
            noise.voiceNothing(),
            noise.randomClass(),
            rng);
    int text =
        factor(
            state.text().ordinal(),
            TextTopic.INFORMATIVE,
            noise.textNothing(),
            noise.randomClass(),
            rng);
    return new Observed(
        FaceClass.values()[face], VoiceClass.values()[voice], TextTopic.values()[text]);
  }

  private static int factor(int truth, int classes, double nothing, double random, CounterRng rng) {
    double u = rng.nextDouble();
    int other = rng.nextInt(classes);
    if (u < nothing) {
      return classes;
    }
    return u < nothing + random ? other : truth;
  }
}
