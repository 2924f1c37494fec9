package org.affectgpt.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.eval.BestConstant;
import org.affectgpt.eval.Evaluation;

/**
 * The demo's results on the test split.
 *
 * @param sampled by name: text, audio, video, sft, continued, grpo
 * @param greedy by name: sft, continued, grpo
 */
public record DemoScores(
    BestConstant constant,
    Map<String, Evaluation> sampled,
    Map<String, Evaluation> greedy,
    double seconds) {
  public DemoScores {
    sampled = new LinkedHashMap<>(sampled);
    greedy = new LinkedHashMap<>(greedy);
  }

  /** The last line that the command prints. */
  public String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ObjectNode f1 = root.putObject("test_f1");
    f1.put("constant", round(constant.score().points()));
    sampled.forEach((name, e) -> f1.put(name, round(e.score().points())));
    greedy.forEach((name, e) -> f1.put(name + "_greedy", round(e.score().points())));
    ObjectNode labels = root.putObject("labels");
    sampled.forEach((name, e) -> labels.put(name, round(e.labelCount())));
    greedy.forEach((name, e) -> labels.put(name + "_greedy", round(e.labelCount())));
    root.put("seconds", Math.round(seconds));
    return root.toString();
  }

  private static double round(double x) {
    return Math.round(x * 100) / 100.0;
  }
}
