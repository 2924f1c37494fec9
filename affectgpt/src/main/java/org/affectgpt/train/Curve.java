package org.affectgpt.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Numbers of a run's log over its steps. */
public record Curve(double[] steps, double[] values) {

  /** One key of every line that has it. */
  public static Curve of(List<JsonNode> log, String key) {
    List<JsonNode> lines = log.stream().filter(l -> l.path(key).isNumber()).toList();
    return new Curve(
        lines.stream().mapToDouble(l -> l.path("step").asDouble()).toArray(),
        lines.stream().mapToDouble(l -> l.path(key).asDouble()).toArray());
  }

  /** Mean of the last tenth of the values. */
  static double tail(List<JsonNode> log, String key) {
    double[] v = of(log, key).values();
    int from = v.length - Math.max(1, v.length / 10);
    double sum = 0;
    for (int i = Math.max(0, from); i < v.length; i++) {
      sum += v[i];
    }
    return v.length == 0 ? Double.NaN : sum / (v.length - Math.max(0, from));
  }
}
