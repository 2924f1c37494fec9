package org.affectgpt.data;

import java.util.List;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.tensor.Finite;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A clip with what it should be answered.
 *
 * @param description reasoning in prose, the answer to the description question
 * @param chain the reasoning before the labels
 */
public record LabelledClip(
    String name,
    ClipFeatures features,
    String subtitle,
    List<String> labels,
    String description,
    ChainOfThought chain) {
  public LabelledClip {
    labels = List.copyOf(labels);
  }

  /**
   * Refuses features with NaN or infinities, which would spoil every weight.
   *
   * @throws InputException naming the clip
   */
  public void requireFinite() {
    require("picture", features.frames());
    require("face", features.faces());
    require("sound", features.audio());
  }

  private void require(String medium, float @Nullable [] values) {
    if (values != null && Finite.firstNot(values) >= 0) {
      throw new InputException(
          "clip "
              + name
              + ": the features of its "
              + medium
              + " hold NaN or infinite numbers; look at the file, or take the clip out of the"
              + " label table");
    }
  }
}
