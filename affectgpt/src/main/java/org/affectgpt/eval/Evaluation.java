package org.affectgpt.eval;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.emotion.label.AnswerLabels;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.EmotionScore;
import org.affectgpt.emotion.wheel.EmotionWheelScore;
import org.affectgpt.emotion.wheel.LabelPair;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.affectgpt.infer.Answer;
import org.affectgpt.infer.Answerer;
import org.affectgpt.io.Progress;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;

/**
 * Asks a model about labelled clips and scores its answers on the emotion wheels, level 1.
 *
 * @param answers clip after clip, every draw of it
 * @param labels what each answer names
 * @param score over all draws
 * @param labelCount mean number of labels an answer
 */
public record Evaluation(
    List<Answer> answers, List<List<String>> labels, EmotionScore score, double labelCount) {
  /** Clips that are answered at once; it bounds memory. */
  private static final int BATCH = 30;

  /**
   * @param draws answers a clip
   */
  public static Evaluation of(
      AffectGptModel model,
      List<LabelledClip> clips,
      PromptMode mode,
      Sampling sampling,
      int draws,
      WheelRewardOptions wheels,
      CounterRng rng,
      Progress progress) {
    Answerer answerer = Answerer.of(model, sampling);
    model.eval();
    List<Answer> answers = new ArrayList<>();
    for (int from = 0; from < clips.size(); from += BATCH) {
      List<PromptInput> inputs = new ArrayList<>();
      for (LabelledClip c : clips.subList(from, Math.min(clips.size(), from + BATCH))) {
        inputs.add(new PromptInput(mode, c.subtitle(), Question.OV_LABEL, c.features()));
      }
      answers.addAll(answerer.answer(inputs, draws, rng.split(from)));
      progress.at(from + inputs.size(), clips.size(), "");
    }
    AnswerLabels reader = new AnswerLabels(wheels.extractor());
    List<List<String>> labels = new ArrayList<>();
    List<LabelPair> pairs = new ArrayList<>();
    double count = 0;
    for (int i = 0; i < answers.size(); i++) {
      List<String> named = reader.of(answers.get(i).text());
      labels.add(named);
      count += named.size();
      pairs.add(new LabelPair(clips.get(i / draws).labels(), named));
    }
    return new Evaluation(
        answers,
        labels,
        EmotionWheelScore.of(wheels.wheels(), WheelLevel.LEVEL1, pairs).mean(),
        count / answers.size());
  }
}
