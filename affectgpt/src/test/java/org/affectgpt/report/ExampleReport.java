package org.affectgpt.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A report with invented figures, to look at and to test with. */
final class ExampleReport {
  private static final int SIDE = 96;
  private static final int RATE = 16_000;

  private final Random random = new Random(7);

  /** Writes the example to the file given as the only argument. */
  public static void main(String[] args) {
    HtmlReport.write(data(), Path.of(args[0]));
  }

  static ReportData data() {
    return new ExampleReport().build();
  }

  private ReportData build() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Seed", "1");
    facts.put("Time", "13 min 42 s");
    facts.put("Machine", "2 cores, Vector API at 512 bits, Java 25");
    facts.put("Training clips", "6,000 machine-labelled, 600 human-grade");
    facts.put("Test clips", "400, 3 passes, 1,200 draws");
    facts.put("Parameters", "1.55 million");
    facts.put("Steps", "420 SFT, 110 GRPO of 256 answers");
    facts.put("Wheels", "the project's own (Willcox, Roberts, Plutchik, Parrott, Junto)");
    return new ReportData(
        "A small model learns to name emotions",
        "From raw video, sound and text to the emotions in a clip: supervised training lifts the "
            + "wheel score from 34.3 to 72.6, GRPO with that score as its reward to 79.5, "
            + "without longer answers.",
        "affectgpt/run demo --seed 1 --out report",
        facts,
        List.of(
            new ResultRow("best constant answer", 0.343, 0.271, 0.467, 3, null, null, true),
            new ResultRow(
                "text only",
                0.319,
                0.322,
                0.316,
                1.6,
                new ResultRow.Greedy(0.352, 1.4),
                0.008,
                false),
            new ResultRow(
                "audio only",
                0.301,
                0.305,
                0.297,
                1.62,
                new ResultRow.Greedy(0.334, 1.3),
                0.011,
                false),
            new ResultRow(
                "video only",
                0.446,
                0.451,
                0.441,
                1.66,
                new ResultRow.Greedy(0.498, 1.5),
                0.009,
                false),
            new ResultRow(
                "after SFT",
                0.726,
                0.741,
                0.712,
                1.68,
                new ResultRow.Greedy(0.853, 1.62),
                0.016,
                true),
            new ResultRow(
                "continued SFT, small split",
                0.741,
                0.752,
                0.731,
                1.7,
                new ResultRow.Greedy(0.851, 1.6),
                0.014,
                false),
            new ResultRow(
                "after GRPO",
                0.795,
                0.802,
                0.788,
                1.71,
                new ResultRow.Greedy(0.857, 1.68),
                0.007,
                true)),
        List.of(
            new Chart(
                "Encoder warm-up",
                "step",
                "squared error, standardised",
                List.of(
                    Series.ofSteps("face", curve(250, 1, 0.13, 50, 0.02)),
                    Series.ofSteps("voice", curve(250, 1, 0.27, 70, 0.03))),
                15),
            new Chart(
                "SFT loss",
                "step",
                "nats per token",
                List.of(Series.ofSteps("loss", curve(420, 3.1, 0.42, 60, 0.06))),
                15),
            new Chart(
                "GRPO reward",
                "step",
                "mean of the group",
                List.of(
                    Series.ofSteps("total", curve(110, 0.72, 0.86, 50, 0.02)),
                    Series.ofSteps("accuracy", curve(110, 0.62, 0.76, 50, 0.02)),
                    Series.ofSteps("format", curve(110, 0.096, 0.1, 20, 0.001))),
                9),
            new Chart(
                "Answer length",
                "step",
                "tokens per answer",
                List.of(Series.ofSteps("tokens", curve(110, 33.2, 32.6, 40, 0.4))),
                9),
            new Chart(
                "Labels",
                "step",
                "labels per answer",
                List.of(Series.ofSteps("labels", curve(110, 1.68, 1.72, 40, 0.06))),
                9),
            new Chart(
                "KL to the SFT model",
                "step",
                "nats per token",
                List.of(Series.ofSteps("KL", curve(110, 0, 0.043, 60, 0.002))),
                9)),
        List.of(
            clip(
                "sample_00000412",
                0.9,
                0,
                "They have read it out, and my name was on the list!",
                List.of("joyful", "delighted"),
                answer(
                    "after SFT",
                    "a broad smile",
                    "loud and fast",
                    "results",
                    0.5,
                    "proud",
                    "happy"),
                answer(
                    "after GRPO",
                    "a broad smile",
                    "loud and fast",
                    "results",
                    1,
                    "happy",
                    "pleased")),
            clip(
                "sample_00000087",
                0.6,
                0.8,
                "Oh, wonderful, the whole kitchen floor again.",
                List.of("mocking", "sarcastic", "scornful"),
                answer("after SFT", "a smile", "low and firm", "a mess", 0.4, "amused"),
                answer(
                    "after continued SFT",
                    "a smile",
                    "low and firm",
                    "a mess",
                    0.6,
                    "mocking",
                    "amused"),
                answer(
                    "after GRPO", "a smile", "low and firm", "a mess", 0.93, "mocking", "hostile")),
            clip(
                "sample_00000251",
                -0.8,
                0.1,
                "",
                List.of("lonely"),
                answer("after SFT", "a drooping mouth", "soft and slow", "nothing", 0, "calm"),
                answer("after GRPO", "a drooping mouth", "soft and slow", "nothing", 1, "sad"))),
        List.of(
            "The encoders were frozen after their warm-up; their outputs were computed once.",
            "Two groups in a hundred had no variance in their rewards and taught nothing."));
  }

  private static StageAnswer answer(
      String stage, String face, String voice, String words, double score, String... labels) {
    return new StageAnswer(
        stage,
        String.join(", ", labels),
        "The face shows %s, the voice is %s and the words are about %s."
            .formatted(face, voice, words),
        List.of(labels),
        score);
  }

  private SampleClip clip(
      String name,
      double smile,
      double brows,
      String subtitle,
      List<String> gold,
      StageAnswer... answers) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      frames.add(face(Math.sin(Math.PI * (i + 1) / 9) * smile, brows));
    }
    return new SampleClip(
        name,
        frames,
        SIDE,
        SIDE,
        new SampleClip.Sound(voice(), RATE),
        subtitle,
        gold,
        List.of(answers));
  }

  private byte[] face(double smile, double brows) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(new Color(86, 108, 122));
    g.fillRect(0, 0, SIDE, SIDE);
    g.setColor(new Color(222, 178, 148));
    g.fill(new Ellipse2D.Double(20, 10, 56, 78));
    g.setColor(new Color(60, 40, 34));
    g.fill(new Arc2D.Double(18, 5, 60, 56, 20, 140, Arc2D.CHORD));
    g.setStroke(new BasicStroke(2.4f));
    g.draw(new Line2D.Double(30, 38 - brows, 42, 38 + 4 * brows));
    g.draw(new Line2D.Double(66, 38 - brows, 54, 38 + 4 * brows));
    g.fill(new Ellipse2D.Double(33, 44, 6, 6));
    g.fill(new Ellipse2D.Double(57, 44, 6, 6));
    g.setColor(new Color(150, 60, 60));
    double height = 4 + 16 * Math.abs(smile);
    g.draw(
        new Arc2D.Double(36, 70 - height / 2, 24, height, smile > 0 ? 200 : 20, 140, Arc2D.OPEN));
    g.dispose();
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int pixel = image.getRGB(i % SIDE, i / SIDE);
      for (int c = 0; c < 3; c++) {
        int noisy = (pixel >> (16 - 8 * c) & 255) + (int) (random.nextGaussian() * 5);
        rgb[3 * i + c] = (byte) Math.clamp(noisy, 0, 255);
      }
    }
    return rgb;
  }

  private float[] voice() {
    float[] samples = new float[2 * RATE];
    for (int i = 0; i < samples.length; i++) {
      double t = i / (double) RATE;
      double syllable =
          Math.pow(Math.abs(Math.sin(Math.PI * 2.3 * t + 0.4 * Math.sin(5 * t))), 1.5);
      double tone = Math.sin(2 * Math.PI * 180 * t) + 0.4 * random.nextGaussian();
      samples[i] = (float) (0.3 * syllable * Math.exp(-0.5 * t) * tone);
    }
    return samples;
  }

  private double[] curve(int steps, double from, double to, double pace, double noise) {
    double[] y = new double[steps];
    for (int i = 0; i < steps; i++) {
      double clean = to + (from - to) * Math.exp(-i / pace);
      y[i] = Math.max(0, clean + noise * random.nextGaussian());
    }
    return y;
  }
}
