package org.affectgpt.demo;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.data.CorpusClips;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.model.prompt.ResponseText;
import org.affectgpt.train.AnswerFormat;

/**
 * The texts that the tiny vocabulary is learned from: prompts and answers of the training splits.
 */
final class CorpusTexts {
  private static final List<PromptMode> MODES =
      List.of(
          PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT,
          PromptMode.TEXTONLY,
          PromptMode.AUDIOONLY,
          PromptMode.FRAMEONLY);

  private CorpusTexts() {}

  static List<String> of(SyntheticCorpus corpus) {
    List<String> texts = new ArrayList<>();
    List<Clip> train = new ArrayList<>(corpus.of(Split.TRAIN_MACHINE));
    train.addAll(corpus.of(Split.TRAIN_HUMAN));
    for (Clip c : train) {
      LabelledClip labelled =
          new LabelledClip(
              c.name(),
              new ClipFeatures(null, null, null),
              c.subtitle(),
              c.labels(),
              c.reason(),
              mode -> CorpusClips.chain(c.observed(), mode));
      PromptMode mode = MODES.get(c.index() % MODES.size());
      String question = c.index() % 8 < 4 ? Question.OV_LABEL : Question.DESCRIPTION;
      String prompt = mode.prompt(c.subtitle(), question);
      for (PatchToken p : PatchToken.values()) {
        prompt = prompt.replace(p.text(), "");
      }
      texts.add(prompt);
      texts.add(AnswerFormat.THINK.answer(labelled, mode) + ResponseText.STOP);
      texts.add(c.reason() + ResponseText.STOP);
    }
    return texts;
  }
}
