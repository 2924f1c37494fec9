package org.affectgpt.tools.verify;

import java.util.Arrays;
import java.util.List;
import org.affectgpt.model.ClipFeatures;

/**
 * What the encoders made of the samples of an {@code affectgpt} folder.
 *
 * @param frames {@code [sample][time · width]}, likewise the others
 * @param together sounds of all samples normalised together, as in a batch
 * @param alone sounds of each sample normalised by itself
 */
@SuppressWarnings("ArrayRecordComponent")
record AffectGptFeatures(
    float[][] frames, float[][] faces, float[][] images, float[][] together, float[][] alone) {

  /**
   * The features that the reference's encoders gave, for a folder without its encoders.
   *
   * @param samples how many there are
   */
  static AffectGptFeatures given(GoldenComparison expected, int samples) {
    float[][] frames = expected.given("clip.features.frames");
    float[][] faces = expected.given("clip.features.faces");
    float[][] together = expected.given("hubert.embeddings.batch" + samples);
    float[][] alone = new float[samples][];
    for (int s = 0; s < samples; s++) {
      alone[s] = expected.given("hubert.embeddings.single" + s)[0];
    }
    return new AffectGptFeatures(frames, faces, new float[0][], together, alone);
  }

  /** The features of a batch: the original normalises its sounds together. */
  List<ClipFeatures> of(int... samples) {
    float[][] audio = samples.length > 1 ? together : alone;
    return Arrays.stream(samples)
        .mapToObj(s -> new ClipFeatures(frames[s], faces[s], audio[s]))
        .toList();
  }
}
