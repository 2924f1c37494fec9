package org.affectgpt.nn.generate;

/** Divides the scores by a temperature. */
public record Temperature(float temperature) implements LogitsProcessor {
  public Temperature {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be positive: " + temperature);
    }
  }

  @Override
  public void apply(int[] history, int length, float[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= temperature;
    }
  }
}
