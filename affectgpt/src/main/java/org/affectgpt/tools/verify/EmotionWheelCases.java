package org.affectgpt.tools.verify;

import static org.affectgpt.tools.verify.GoldenJson.labels;
import static org.affectgpt.tools.verify.GoldenJson.number;
import static org.affectgpt.tools.verify.GoldenJson.strings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.affectgpt.emotion.wheel.EmotionScore;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.SampleScore;
import org.affectgpt.emotion.wheel.UnmappedGold;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.affectgpt.tensor.InputException;

/** Samples of an {@code emotion_wheel} folder: their labels, places on the wheels, scores. */
record EmotionWheelCases(EmotionWheels wheels, GoldenComparison comparison) {
  /** How the files name a level. */
  static String key(WheelLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  void check(JsonNode cases) {
    for (JsonNode item : cases) {
      String name = "cases." + item.path("id").asInt();
      if (item.has("error")) {
        comparison.equal(
            name, "refused", GoldenJson.orRefused(() -> "" + labels(item.path("gt")) + pred(item)));
      } else {
        sample(name, item);
      }
    }
  }

  private static List<String> pred(JsonNode item) {
    return labels(item.path("pred"));
  }

  private void sample(String name, JsonNode item) {
    List<String> gold = labels(item.path("gt"));
    List<String> predicted = pred(item);
    same(name + ".gt_list", written(item.path("gt_list")), gold);
    same(name + ".pred_list", written(item.path("pred_list")), predicted);
    for (WheelLevel level : WheelLevel.values()) {
      String suffix = "." + key(level);
      for (int w = 0; w < EmotionWheels.COUNT; w++) {
        String wheel = "wheel" + (w + 1) + suffix;
        JsonNode sets = item.path(wheel);
        same(
            name + "." + wheel + ".gt",
            strings(sets.path("gt")),
            List.copyOf(wheels.clusters(w, level, gold)));
        same(
            name + "." + wheel + ".pred",
            strings(sets.path("pred")),
            List.copyOf(wheels.clusters(w, level, predicted)));
      }
      SampleScore score = new SampleScore(wheels, level);
      comparison.number(
          name + ".jaccard" + suffix,
          number(item.path("jaccard" + suffix)),
          score.jaccard(gold, predicted));
      single(name + ".single" + suffix, item.path("single" + suffix), score, gold, predicted);
    }
  }

  private void single(
      String name, JsonNode wanted, SampleScore score, List<String> gold, List<String> predicted) {
    EmotionScore actual;
    try {
      actual = score.overlap(gold, predicted, UnmappedGold.REJECT);
    } catch (InputException e) {
      comparison.equal(name, wanted.has("error") ? GoldenJson.REFUSED : "a score", "refused");
      return;
    }
    if (wanted.has("error")) {
      comparison.equal(name, GoldenJson.REFUSED, "a score");
      return;
    }
    comparison.number(name + ".f1", number(wanted.path("f1")), actual.f1());
    comparison.number(name + ".precision", number(wanted.path("precision")), actual.precision());
    comparison.number(name + ".recall", number(wanted.path("recall")), actual.recall());
  }

  /** The metrics of the reference keep labels that are empty, which map nowhere. */
  private static List<String> written(JsonNode list) {
    return strings(list).stream().filter(label -> !label.isEmpty()).toList();
  }

  private void same(String name, List<String> wanted, List<String> actual) {
    comparison.equal(name, wanted.toString(), actual.toString());
  }
}
