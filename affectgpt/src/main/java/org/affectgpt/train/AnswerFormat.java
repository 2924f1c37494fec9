package org.affectgpt.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.emotion.label.TaggedBlock;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;

/** How the answer to the open-vocabulary question is written. */
public enum AnswerFormat {
  /** {@code The character's emotional state is a, b.}, as the original's supervised data has it. */
  PLAIN,
  /** {@code <think>chain</think><answer>a, b</answer>}, as the rewards of AffectGPT-R1 read it. */
  THINK;

  @JsonValue
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static AnswerFormat of(String key) {
    for (AnswerFormat f : values()) {
      if (f.key().equals(key)) {
        return f;
      }
    }
    throw new InputException("answer_format '" + key + "' is unknown; use plain or think");
  }

  /** The answer for a clip. */
  public String answer(LabelledClip clip, PromptMode mode) {
    List<String> labels = clip.labels();
    return switch (this) {
      case PLAIN -> Question.ovLabelAnswer(labels);
      case THINK ->
          TaggedBlock.THINK.wrap(clip.chain().text(mode))
              + TaggedBlock.ANSWER.wrap(String.join(", ", labels));
    };
  }
}
