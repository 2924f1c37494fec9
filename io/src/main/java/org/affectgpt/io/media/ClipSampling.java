package org.affectgpt.io.media;

import java.math.BigDecimal;

/**
 * How an audio track is cut into clips: pytorchvideo's {@code ConstantClipsPerVideoSampler}.
 *
 * @param clips the number of clips
 * @param seconds the length of each
 * @param sampleRate the rate to which audio is brought first, in Hz
 * @param divisor the starts are spaced by the slack over this number: the number of clips in
 *     pytorchvideo 0.1.5 (the last clip then ends before the audio does), one less in later
 *     versions
 */
public record ClipSampling(int clips, double seconds, int sampleRate, int divisor) {
  /** AffectGPT's own: eight clips of two seconds at 16 kHz. */
  public static final ClipSampling AFFECTGPT = new ClipSampling(8, 2.0, 16000, 8);

  public ClipSampling {
    if (clips < 1 || sampleRate < 1 || divisor < 1 || Math.round(seconds * sampleRate) < 1) {
      throw new IllegalArgumentException(
          "clips %d, seconds %s, sampleRate %d, divisor %d must be positive"
              .formatted(clips, seconds, sampleRate, divisor));
    }
  }

  /** Samples in a clip. */
  public int clipSamples() {
    return Math.toIntExact(Math.round(seconds * sampleRate));
  }

  /**
   * The first sample of each clip in a track of {@code samples}. The slack is a rounded double
   * whose multiples are then taken exactly; integer arithmetic would differ by one sample now and
   * then.
   */
  public int[] starts(int samples) {
    int padded = Math.max(samples, clipSamples());
    double slack = Math.max((double) padded / sampleRate - seconds, 0);
    BigDecimal slackSamples = new BigDecimal(slack).multiply(BigDecimal.valueOf(sampleRate));
    int[] starts = new int[clips];
    for (int i = 0; i < clips; i++) {
      BigDecimal start = slackSamples.multiply(BigDecimal.valueOf(i));
      starts[i] = start.divideToIntegralValue(BigDecimal.valueOf(divisor)).intValue();
    }
    return starts;
  }
}
