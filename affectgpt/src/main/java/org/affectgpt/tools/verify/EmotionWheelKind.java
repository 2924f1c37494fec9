package org.affectgpt.tools.verify;

import static org.affectgpt.tools.verify.GoldenJson.labels;
import static org.affectgpt.tools.verify.GoldenJson.number;
import static org.affectgpt.tools.verify.GoldenJson.strings;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.emotion.wheel.EmotionScore;
import org.affectgpt.emotion.wheel.EmotionWheelScore;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.HitRate;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.emotion.wheel.LabelPair;
import org.affectgpt.emotion.wheel.SentimentScore;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * The original's metrics on its own tables: label lists, scores of samples ({@link
 * EmotionWheelCases}) and of data sets, hit rates, sentiment.
 *
 * @param wheels the folder of the tables, if not the one that the golden folder names
 */
record EmotionWheelKind(@Nullable Path wheels) implements GoldenKind {
  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    EmotionWheels tables = folder.wheels(wheels);
    lists(folder.json("string_to_list.json"), comparison);
    JsonNode cases = folder.json("cases.json");
    new EmotionWheelCases(tables, comparison).check(cases);
    corpora(tables, cases, folder.json("datasets.json"), comparison);
    hitRates(tables, folder.json("hitrate.json"), comparison);
    sentiment(folder.json("sentiment.json"), comparison);
  }

  private static void lists(JsonNode cases, GoldenComparison comparison) {
    for (int i = 0; i < cases.size(); i++) {
      JsonNode input = cases.path(i).path("input");
      // a list of Python's, or the name of an object of Python's, is no text
      if (!input.isArray() && !input.asText().startsWith("<")) {
        String text = input.isNull() ? null : input.asText();
        JsonNode output = cases.path(i).path("output");
        comparison.equal(
            "string_to_list." + i,
            output.has("error") ? "refused" : strings(output).toString(),
            GoldenJson.orRefused(() -> LabelList.parse(text).toString()));
      }
    }
  }

  private static void corpora(
      EmotionWheels wheels, JsonNode cases, JsonNode sets, GoldenComparison comparison) {
    Map<Integer, LabelPair> pairs = new TreeMap<>();
    for (JsonNode item : cases) {
      if (!item.has("error")) {
        pairs.put(
            item.path("id").asInt(),
            new LabelPair(labels(item.path("gt")), labels(item.path("pred"))));
      }
    }
    for (JsonNode set : sets) {
      List<LabelPair> corpus = new ArrayList<>();
      set.path("ids").forEach(id -> corpus.add(pair(pairs, id.asInt())));
      for (WheelLevel level : WheelLevel.values()) {
        String key = EmotionWheelCases.key(level);
        String name = "datasets." + set.path("name").asText() + "." + key;
        EmotionWheelScore score = EmotionWheelScore.of(wheels, level, corpus);
        comparison.number(name + ".f1", number(set.path(key).path("f1")), score.mean().f1());
        comparison.number(
            name + ".precision", number(set.path(key).path("precision")), score.mean().precision());
        comparison.number(
            name + ".recall", number(set.path(key).path("recall")), score.mean().recall());
        for (int w = 0; w < EmotionWheels.COUNT; w++) {
          JsonNode wanted = set.path(key + ".per_wheel").path(w);
          EmotionScore actual = score.wheels().get(w);
          String at = name + ".wheel" + (w + 1);
          comparison.number(at + ".precision", number(wanted.path(0)), actual.precision());
          comparison.number(at + ".recall", number(wanted.path(1)), actual.recall());
        }
      }
    }
  }

  private static LabelPair pair(Map<Integer, LabelPair> pairs, int id) {
    LabelPair pair = pairs.get(id);
    if (pair == null) {
      throw new InputException("datasets.json names the sample " + id + ", which is none");
    }
    return pair;
  }

  private static void hitRates(EmotionWheels wheels, JsonNode sets, GoldenComparison comparison) {
    for (JsonNode set : sets) {
      List<HitRate.Sample> samples = new ArrayList<>();
      set.path("name2gt")
          .properties()
          .forEach(
              gold ->
                  samples.add(
                      new HitRate.Sample(
                          gold.getValue().asText(),
                          labels(set.path("name2pred").path(gold.getKey())))));
      String name = "hitrate." + set.path("set").asText();
      HitRate rate = HitRate.of(wheels, samples);
      JsonNode mean = set.path("average");
      comparison.number(name + ".hitrate", number(mean.path("hitrate")), rate.hitRate());
      comparison.number(name + ".mscore", number(mean.path("mscore")), rate.mScore());
      for (int w = 0; w < EmotionWheels.COUNT; w++) {
        HitRate.WheelHitRate actual = rate.wheels().get(w);
        JsonNode wanted = set.path("per_wheel").path(w);
        String at = name + ".wheel" + (w + 1);
        comparison.number(at + ".hitrate", number(wanted.path(0)), actual.hitRate());
        comparison.number(at + ".mscore", number(wanted.path(1)), actual.mScore());
        comparison.number(
            at + ".evaluated", set.path("evaluated").path(w).asDouble(), actual.samples());
      }
    }
  }

  private static void sentiment(JsonNode sets, GoldenComparison comparison) {
    for (int i = 0; i < sets.size(); i++) {
      JsonNode set = sets.path(i);
      double[] valence =
          set.path("valence").valueStream().mapToDouble(GoldenJson::number).toArray();
      SentimentScore score = SentimentScore.of(valence, strings(set.path("sentiment")));
      String name = "sentiment." + i;
      comparison.number(name + ".weighted_f1", number(set.path("weighted_f1")), score.weightedF1());
      comparison.number(name + ".accuracy", number(set.path("accuracy")), score.accuracy());
    }
  }
}
