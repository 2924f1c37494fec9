package org.affectgpt.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.prompt.PromptMode;

/**
 * Says before a run which texts of its clips do not fit in the model's {@code max_length}: of a
 * subtitle the end is left out and the question stays whole; an answer loses its end.
 */
final class TextLimits {
  private static final int NAMED = 5;

  private final PromptTokenizer tokenizer;
  private final Map<String, Integer> subtitles = new TreeMap<>();
  private final Map<String, Integer> answers = new TreeMap<>();

  TextLimits(PromptTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Looks at what a run asks of a clip. */
  TextLimits prompts(List<LabelledClip> clips, PromptMode mode, String question) {
    for (LabelledClip clip : clips) {
      if (mode.usesSubtitle()) {
        keep(subtitles, clip, tokenizer.encode(mode, clip.subtitle(), question).cut());
      }
    }
    return this;
  }

  /** Looks at an answer that a run teaches. */
  TextLimits answer(LabelledClip clip, String answer) {
    keep(answers, clip, tokenizer.targetCut(answer));
    return this;
  }

  private static void keep(Map<String, Integer> cuts, LabelledClip clip, int cut) {
    if (cut > 0) {
      cuts.merge(clip.name(), cut, Math::max);
    }
  }

  /** One line for subtitles and one for answers, where there is something to say. */
  void tell(int clips, Consumer<String> notes) {
    tell("subtitles", subtitles, clips, notes);
    tell("answers", answers, clips, notes);
  }

  private static void tell(
      String what, Map<String, Integer> cuts, int clips, Consumer<String> notes) {
    if (!cuts.isEmpty()) {
      List<String> names = new ArrayList<>(cuts.keySet());
      notes.accept(
          what
              + " of "
              + cuts.size()
              + " of "
              + clips
              + " clips are cut at the model's max_length, by up to "
              + cuts.values().stream().max(Integer::compare).orElse(0)
              + " tokens: "
              + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
              + (names.size() > NAMED ? ", ..." : ""));
    }
  }
}
