package org.affectgpt.tools.verify;

import java.util.Arrays;
import org.affectgpt.nn.generate.LogitsProcessor;
import org.affectgpt.nn.generate.Probabilities;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/**
 * Token distributions after the warpers. The name of an expected tensor says which: {@code
 * probs.k20_p0.8_t0.7_r1.05} has top-k 20, top-p 0.8, temperature 0.7, repetition penalty 1.05.
 */
final class SamplingKind implements GoldenKind {
  private static final String PREFIX = "probs.";

  @Override
  public void check(GoldenFolder folder, Backend backend, GoldenComparison comparison) {
    int[][] ids = folder.rows("input_ids");
    float[] logits = folder.inputs().entry("logits").toFloats();
    int vocab = logits.length / ids.length;
    for (String name : comparison.names(PREFIX)) {
      Sampling sampling = sampling(folder, name);
      float[] actual = new float[logits.length];
      for (int r = 0; r < ids.length; r++) {
        float[] row = Arrays.copyOfRange(logits, r * vocab, (r + 1) * vocab);
        for (LogitsProcessor p : sampling.processors()) {
          p.apply(ids[r], ids[r].length, row);
        }
        System.arraycopy(Probabilities.softmax(row), 0, actual, r * vocab, vocab);
      }
      comparison.values(name, new int[] {ids.length, vocab}, actual);
    }
  }

  private static Sampling sampling(GoldenFolder folder, String name) {
    double penalty = 1;
    double temperature = 1;
    int topK = 0;
    double topP = 1;
    double minP = 0;
    for (String part : name.substring(PREFIX.length()).split("_")) {
      String key = part.replaceAll("[0-9.]+$", "");
      String value = part.substring(key.length());
      try {
        switch (key) {
          case "r" -> penalty = Double.parseDouble(value);
          case "t" -> temperature = Double.parseDouble(value);
          case "k" -> topK = Integer.parseInt(value);
          case "p" -> topP = Double.parseDouble(value);
          case "minp" -> minP = Double.parseDouble(value);
          default -> throw new NumberFormatException();
        }
      } catch (NumberFormatException e) {
        throw new InputException(folder.path() + ": " + name + ": unknown warper " + part, e);
      }
    }
    return new Sampling(false, penalty, temperature, topK, topP, minP);
  }
}
