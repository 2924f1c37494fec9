package org.affectgpt.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.demo.TinyModel;
import org.affectgpt.emotion.label.AnswerLabels;
import org.affectgpt.emotion.reward.WheelRewardOptions;
import org.affectgpt.emotion.wheel.EmotionWheelScore;
import org.affectgpt.emotion.wheel.LabelPair;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.affectgpt.infer.Answerer;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted, with an untrained model whose few tokens are emotion words. */
class EvaluationTest {
  private static final int CLIPS = 33; // more than are answered at once
  private static final int DRAWS = 2;

  private final WheelRewardOptions wheels = WheelRewardOptions.of(PublishedWheels.load());
  @TempDir private Path temp;

  private Evaluation run(AffectGptModel model, List<LabelledClip> clips, long seed) {
    List<Long> seen = new ArrayList<>();
    Evaluation e =
        Evaluation.of(
            model,
            clips,
            PromptMode.TEXTONLY,
            Answerer.original(),
            DRAWS,
            wheels,
            new CounterRng(seed),
            (done, total, note) -> seen.add(done));
    assertEquals(List.of(30L, 33L), seen);
    return e;
  }

  @Test
  void everyDrawCounts() {
    String words = "happy, sad, angry, surprised, worried, calm. ";
    AffectGptModel model =
        TinyModel.create(
                Backends.open("cpu", 1),
                TinyModel.tokenizer(List.of(words.repeat(5))),
                temp,
                new CounterRng(1))
            .model();
    List<LabelledClip> clips = new ArrayList<>();
    for (int i = 0; i < CLIPS; i++) {
      List<String> gold = i % 2 == 0 ? List.of("happy") : List.of("sad", "angry");
      clips.add(
          new LabelledClip(
              "clip" + i, new ClipFeatures(null, null, null), "hi", gold, "", mode -> ""));
    }
    Evaluation e = run(model, clips, 1);
    assertEquals(CLIPS * DRAWS, e.answers().size());
    AnswerLabels reader = new AnswerLabels(wheels.extractor());
    List<LabelPair> pairs = new ArrayList<>();
    double count = 0;
    for (int i = 0; i < e.answers().size(); i++) {
      List<String> labels = reader.of(e.answers().get(i).text());
      assertEquals(labels, e.labels().get(i));
      pairs.add(new LabelPair(clips.get(i / DRAWS).labels(), labels));
      count += labels.size();
    }
    assertEquals(count / (CLIPS * DRAWS), e.labelCount(), 1e-12);
    assertEquals(EmotionWheelScore.of(wheels.wheels(), WheelLevel.LEVEL1, pairs).mean(), e.score());
    assertEquals(e, run(model, clips, 1), "same seed, same answers");
    assertNotEquals(e.answers(), run(model, clips, 2).answers());
  }
}
