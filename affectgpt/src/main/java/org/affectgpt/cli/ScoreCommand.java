package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.affectgpt.emotion.label.LabelFile;
import org.affectgpt.emotion.wheel.EmotionScore;
import org.affectgpt.emotion.wheel.EmotionWheelScore;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.LabelPair;
import org.affectgpt.emotion.wheel.OfficialWheels;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.emotion.wheel.WheelLevel;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code score}: the emotion-wheel score of saved predictions, at both levels and per wheel. */
@Command(
    name = "score",
    description =
        "Scores saved predictions against gold labels on five emotion wheels. Both files are csv"
            + " with the columns name and openset (or labels), or -openset.npz results of the"
            + " original. Samples that only one file has are reported and left out.",
    mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {
  private static final int NAMES_SHOWN = 5;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--gt", required = true, paramLabel = "FILE", description = "Gold labels.")
  private @Nullable Path gold;

  @Option(names = "--pred", required = true, paramLabel = "FILE", description = "Predictions.")
  private @Nullable Path predicted;

  @Option(
      names = "--wheels",
      paramLabel = "DIR",
      description =
          "Folder of MER-UniBench's tables (wheel1.xlsx to wheel5.xlsx, synonym.xlsx, format.csv);"
              + " the project's own wheels without it.")
  private @Nullable Path tables;

  @Option(names = "--json", description = "One JSON object instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    if (spec == null || gold == null || predicted == null) {
      throw new IllegalStateException("the command runs through picocli");
    }
    EmotionWheels wheels = tables == null ? PublishedWheels.load() : OfficialWheels.load(tables);
    Map<String, List<String>> goldLabels = LabelFile.read(gold);
    Map<String, List<String>> predictedLabels = LabelFile.read(predicted);
    List<LabelPair> corpus = new ArrayList<>();
    goldLabels.forEach(
        (name, labels) -> {
          List<String> prediction = predictedLabels.get(name);
          if (prediction != null) {
            corpus.add(new LabelPair(labels, prediction));
          }
        });
    if (corpus.isEmpty()) {
      throw new InputException(gold + " and " + predicted + " have no sample name in common");
    }
    Report report =
        new Report(
            wheels,
            OfficialWheels.isPublished(wheels),
            corpus.size(),
            without(goldLabels.keySet(), predictedLabels.keySet()),
            without(predictedLabels.keySet(), goldLabels.keySet()),
            EmotionWheelScore.of(wheels, WheelLevel.LEVEL1, corpus),
            EmotionWheelScore.of(wheels, WheelLevel.LEVEL2, corpus));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      report.print(out);
    }
    out.flush();
    return 0;
  }

  private static List<String> without(Collection<String> names, Collection<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  private record Report(
      EmotionWheels wheels,
      boolean mer,
      int samples,
      List<String> onlyGold,
      List<String> onlyPredicted,
      EmotionWheelScore level1,
      EmotionWheelScore level2) {

    void print(PrintWriter out) {
      out.println("wheels: " + wheels.description() + (mer ? ", those of MER-UniBench" : ""));
      out.println("samples: " + samples);
      printNames(out, "without a prediction, left out: ", onlyGold);
      printNames(out, "without gold labels, left out: ", onlyPredicted);
      out.println();
      out.printf(Locale.ROOT, "%-10s %8s %8s %8s %8s%n", "", "F", "precision", "recall", "samples");
      for (EmotionWheelScore score : List.of(level1, level2)) {
        String level = score.level() == WheelLevel.LEVEL1 ? "level 1" : "level 2";
        printRow(out, level, score.mean(), "");
        for (int i = 0; i < EmotionWheels.COUNT; i++) {
          String wheel = "  " + wheels.wheels().get(i).name();
          printRow(out, wheel, score.wheels().get(i), score.samples().get(i).toString());
        }
      }
      double mean = (level1.mean().f1() + level2.mean().f1()) / 2;
      out.printf(Locale.ROOT, "%-10s %8.2f%n", "mean", 100 * mean);
    }

    private static void printNames(PrintWriter out, String title, List<String> names) {
      if (!names.isEmpty()) {
        String more = names.size() > NAMES_SHOWN ? ", ..." : "";
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
        out.println(title + names.size() + " (" + shown + more + ")");
      }
    }

    private static void printRow(
        PrintWriter out, String title, EmotionScore score, String samples) {
      out.printf(
          Locale.ROOT,
          "%-10s %8.2f %9.2f %8.2f %8s%n",
          title,
          100 * score.f1(),
          100 * score.precision(),
          100 * score.recall(),
          samples);
    }

    ObjectNode json() {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode json = mapper.createObjectNode();
      json.put("wheels", wheels.description());
      json.put("mer_unibench_tables", mer);
      json.put("samples", samples);
      json.set("without_prediction", mapper.valueToTree(onlyGold));
      json.set("without_gold", mapper.valueToTree(onlyPredicted));
      for (EmotionWheelScore score : List.of(level1, level2)) {
        ObjectNode level = json.putObject(score.level() == WheelLevel.LEVEL1 ? "level1" : "level2");
        put(level, score.mean());
        for (int i = 0; i < EmotionWheels.COUNT; i++) {
          ObjectNode wheel = level.withArray("wheels").addObject();
          wheel.put("name", wheels.wheels().get(i).name());
          put(wheel, score.wheels().get(i));
          wheel.put("samples", score.samples().get(i));
        }
      }
      return json;
    }

    /** JSON has no NaN: a score that does not exist is null. */
    private static void put(ObjectNode node, EmotionScore score) {
      node.put("f1", finite(score.f1()));
      node.put("precision", finite(score.precision()));
      node.put("recall", finite(score.recall()));
    }

    private static @Nullable Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }
  }
}
