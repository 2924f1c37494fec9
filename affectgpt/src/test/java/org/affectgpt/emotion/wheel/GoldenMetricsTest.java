package org.affectgpt.emotion.wheel;

import static org.affectgpt.emotion.wheel.Golden.number;
import static org.affectgpt.emotion.wheel.Golden.strings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;

/** The metrics equal the reference's on its own tables. */
class GoldenMetricsTest {
  private static final double TOLERANCE = 1e-12;

  private static List<String> labels(JsonNode written) {
    return written.isArray()
        ? LabelList.normalise(strings(written))
        : LabelList.labels(written.isNull() ? null : written.asText());
  }

  /** The metrics of the reference keep labels that are empty, which map nowhere. */
  private static List<String> written(JsonNode list) {
    return strings(list).stream().filter(label -> !label.isEmpty()).toList();
  }

  @Test
  void labelListsAreReadAlike() throws IOException {
    for (JsonNode item : Golden.read("emotion_wheel/string_to_list.json")) {
      JsonNode input = item.get("input");
      if (input.isArray() || input.asText().startsWith("<")) {
        continue;
      }
      String text = input.isNull() ? null : input.asText();
      if (item.get("output").has("error")) {
        assertThrows(InputException.class, () -> LabelList.parse(text));
      } else {
        assertEquals(strings(item.get("output")), LabelList.parse(text));
      }
    }
  }

  @Test
  void mappedSetsAndSampleScoresAreEqual() throws IOException {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());
    for (JsonNode item : Golden.read("emotion_wheel/cases.json")) {
      if (item.has("error")) {
        assertThrows(
            InputException.class,
            () -> {
              labels(item.get("gt"));
              labels(item.get("pred"));
            });
        continue;
      }
      List<String> gold = labels(item.get("gt"));
      List<String> predicted = labels(item.get("pred"));
      assertEquals(written(item.get("gt_list")), gold);
      assertEquals(written(item.get("pred_list")), predicted);
      for (WheelLevel level : WheelLevel.values()) {
        String suffix = level == WheelLevel.LEVEL1 ? ".level1" : ".level2";
        for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
          JsonNode sets = item.get("wheel" + (wheel + 1) + suffix);
          assertEquals(strings(sets.get("gt")), List.copyOf(wheels.clusters(wheel, level, gold)));
          assertEquals(
              strings(sets.get("pred")), List.copyOf(wheels.clusters(wheel, level, predicted)));
        }
        SampleScore score = new SampleScore(wheels, level);
        assertEquals(
            item.get("jaccard" + suffix).doubleValue(), score.jaccard(gold, predicted), TOLERANCE);
        JsonNode single = item.get("single" + suffix);
        if (single.has("error")) {
          assertThrows(
              InputException.class, () -> score.overlap(gold, predicted, UnmappedGold.REJECT));
        } else {
          EmotionScore overlap = score.overlap(gold, predicted, UnmappedGold.REJECT);
          assertEquals(single.get("f1").doubleValue(), overlap.f1(), TOLERANCE);
          assertEquals(single.get("precision").doubleValue(), overlap.precision(), TOLERANCE);
          assertEquals(single.get("recall").doubleValue(), overlap.recall(), TOLERANCE);
        }
      }
    }
  }

  @Test
  void corpusScoresAreEqual() throws IOException {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());
    Map<Integer, LabelPair> pairs = new TreeMap<>();
    for (JsonNode item : Golden.read("emotion_wheel/cases.json")) {
      if (!item.has("error")) {
        pairs.put(
            item.get("id").asInt(),
            new LabelPair(labels(item.get("gt")), labels(item.get("pred"))));
      }
    }
    for (JsonNode set : Golden.read("emotion_wheel/datasets.json")) {
      List<LabelPair> corpus = new ArrayList<>();
      set.get("ids").forEach(id -> corpus.add(pairs.get(id.asInt())));
      for (WheelLevel level : WheelLevel.values()) {
        String key = level == WheelLevel.LEVEL1 ? "level1" : "level2";
        EmotionWheelScore score = EmotionWheelScore.of(wheels, level, corpus);
        JsonNode mean = set.get(key);
        assertEquals(number(mean.get("f1")), score.mean().f1(), TOLERANCE);
        assertEquals(number(mean.get("precision")), score.mean().precision(), TOLERANCE);
        assertEquals(number(mean.get("recall")), score.mean().recall(), TOLERANCE);
        for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
          JsonNode expected = set.get(key + ".per_wheel").get(wheel);
          EmotionScore actual = score.wheels().get(wheel);
          assertEquals(number(expected.get(0)), actual.precision(), TOLERANCE);
          assertEquals(number(expected.get(1)), actual.recall(), TOLERANCE);
        }
      }
    }
  }

  @Test
  void hitRatesAreEqual() throws IOException {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());
    for (JsonNode set : Golden.read("emotion_wheel/hitrate.json")) {
      List<HitRate.Sample> samples = new ArrayList<>();
      set.get("name2gt")
          .properties()
          .forEach(
              gold ->
                  samples.add(
                      new HitRate.Sample(
                          gold.getValue().asText(),
                          labels(set.get("name2pred").get(gold.getKey())))));
      HitRate rate = HitRate.of(wheels, samples);
      assertEquals(set.get("average").get("hitrate").doubleValue(), rate.hitRate(), TOLERANCE);
      assertEquals(set.get("average").get("mscore").doubleValue(), rate.mScore(), TOLERANCE);
      for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
        HitRate.WheelHitRate actual = rate.wheels().get(wheel);
        JsonNode expected = set.get("per_wheel").get(wheel);
        assertEquals(expected.get(0).doubleValue(), actual.hitRate(), TOLERANCE);
        assertEquals(expected.get(1).doubleValue(), actual.mScore(), TOLERANCE);
        assertEquals(set.get("evaluated").get(wheel).asInt(), actual.samples());
      }
    }
  }

  @Test
  void sentimentScoresAreEqual() throws IOException {
    for (JsonNode set : Golden.read("emotion_wheel/sentiment.json")) {
      double[] valence = new double[set.get("valence").size()];
      for (int i = 0; i < valence.length; i++) {
        valence[i] = set.get("valence").get(i).doubleValue();
      }
      SentimentScore score = SentimentScore.of(valence, strings(set.get("sentiment")));
      assertEquals(number(set.get("weighted_f1")), score.weightedF1(), TOLERANCE);
      assertEquals(number(set.get("accuracy")), score.accuracy(), TOLERANCE);
    }
  }
}
