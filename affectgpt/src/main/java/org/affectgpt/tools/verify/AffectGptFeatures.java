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

  /** The features of a batch: the original normalises its sounds together. */
  List<ClipFeatures> of(int... samples) {
    float[][] audio = samples.length > 1 ? together : alone;
    return Arrays.stream(samples)
        .mapToObj(s -> new ClipFeatures(frames[s], faces[s], audio[s]))
        .toList();
  }
}
