package org.affectgpt.report;

import java.util.Map;

/**
 * The hue of a wheel's hub emotion (angle of the OKLCH colour space), so that joy is the same
 * yellow on every wheel. Sorted by hue, related emotions come to stand side by side.
 */
final class EmotionHue {
  private static final Map<String, Integer> HUES =
      Map.ofEntries(
          Map.entry("joy", 90),
          Map.entry("happ", 90),
          Map.entry("optimis", 105),
          Map.entry("disgust", 130),
          Map.entry("trust", 160),
          Map.entry("peace", 165),
          Map.entry("calm", 165),
          Map.entry("surpris", 205),
          Map.entry("sad", 255),
          Map.entry("bad", 280),
          Map.entry("fear", 310),
          Map.entry("scared", 310),
          Map.entry("love", 350),
          Map.entry("ang", 25),
          Map.entry("mad", 25),
          Map.entry("anticipat", 60),
          Map.entry("power", 60));

  private EmotionHue() {}

  /** The hue in degrees; an emotion that is not listed gets one from its name. */
  static int of(String emotion) {
    return HUES.entrySet().stream()
        .filter(entry -> emotion.startsWith(entry.getKey()))
        .mapToInt(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> Math.floorMod(emotion.hashCode(), 24) * 15);
  }
}
