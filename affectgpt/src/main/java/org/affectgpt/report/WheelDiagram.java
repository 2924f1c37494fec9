package org.affectgpt.report;

import static org.affectgpt.report.Figures.at;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.Wheel;
import org.affectgpt.emotion.wheel.WheelLevel;

/**
 * Draws one emotion wheel: the hub emotions inside, the middle ring outside. Sectors of the gold
 * labels are outlined, sectors of the predicted labels are filled.
 */
final class WheelDiagram {
  private static final double CENTRE = 220;
  private static final double HOLE = 42;
  private static final double HUB = 116;
  private static final double RIM = 216;

  /** A sector's share of the circle in turns, clockwise from the top. */
  private record Sector(
      String word, WheelLevel level, int hue, double from, double to, double inner, double outer) {}

  private final EmotionWheels wheels;
  private final int index;
  private final List<Sector> sectors = new ArrayList<>();

  /**
   * @param index which of the five wheels is drawn
   */
  WheelDiagram(EmotionWheels wheels, int index) {
    this.wheels = wheels;
    this.index = index;
    layOut(wheels.wheels().get(index));
  }

  /** The wheel that has a place for most of the labels; of equal ones the first. */
  static int bestFor(EmotionWheels wheels, Collection<String> labels) {
    int best = 0;
    long most = -1;
    for (int w = 0; w < EmotionWheels.COUNT; w++) {
      int wheel = w;
      long placed =
          labels.stream()
              .filter(label -> wheels.cluster(wheel, WheelLevel.LEVEL1, label) != null)
              .count();
      if (placed > most) {
        most = placed;
        best = w;
      }
    }
    return best;
  }

  private void layOut(Wheel wheel) {
    SortedMap<String, List<String>> rings =
        new TreeMap<>(
            Comparator.comparingInt(EmotionHue::of).thenComparing(Comparator.naturalOrder()));
    for (String word : new TreeSet<>(wheel.clusters(WheelLevel.LEVEL2))) {
      String hub = wheel.cluster(WheelLevel.LEVEL1, word);
      if (hub != null) {
        rings.computeIfAbsent(hub, h -> new ArrayList<>()).add(word);
      }
    }
    // Narrow hubs get a little more than their share, so that their names fit.
    double whole = rings.values().stream().mapToDouble(ring -> ring.size() + 2).sum();
    double from = 0;
    for (String hub : rings.keySet()) {
      List<String> ring = rings.getOrDefault(hub, List.of());
      double width = (ring.size() + 2) / whole;
      int hue = EmotionHue.of(hub);
      sectors.add(new Sector(hub, WheelLevel.LEVEL1, hue, from, from + width, HOLE, HUB));
      for (int i = 0; i < ring.size(); i++) {
        double start = from + width * i / ring.size();
        double end = from + width * (i + 1) / ring.size();
        sectors.add(new Sector(ring.get(i), WheelLevel.LEVEL2, hue, start, end, HUB, RIM));
      }
      from += width;
    }
  }

  /** The hue of the label's hub emotion, or -1 where this wheel has no place for it. */
  int hue(String label) {
    String hub = wheels.cluster(index, WheelLevel.LEVEL1, label);
    return hub == null ? -1 : EmotionHue.of(hub);
  }

  /** Whether the label lies in the same hub sector as one of the others. */
  boolean hits(String label, Collection<String> others) {
    String hub = wheels.cluster(index, WheelLevel.LEVEL1, label);
    return hub != null && wheels.clusters(index, WheelLevel.LEVEL1, others).contains(hub);
  }

  void write(Markup page, List<String> gold, List<String> predicted, String middle) {
    SortedSet<String> goldHubs = wheels.clusters(index, WheelLevel.LEVEL1, gold);
    SortedSet<String> goldRing = wheels.clusters(index, WheelLevel.LEVEL2, gold);
    SortedSet<String> hubs = wheels.clusters(index, WheelLevel.LEVEL1, predicted);
    SortedSet<String> ring = wheels.clusters(index, WheelLevel.LEVEL2, predicted);
    page.open(
        "svg",
        "class",
        "wheel",
        "viewBox",
        "0 0 440 440",
        "role",
        "img",
        "aria-label",
        String.format(
            "Emotion wheel. Gold: %s (%s). Predicted: %s (%s).",
            list(goldHubs), list(goldRing), list(hubs), list(ring)));
    for (Sector sector : sectors) {
      boolean hub = sector.level() == WheelLevel.LEVEL1;
      boolean on = (hub ? hubs : ring).contains(sector.word());
      boolean wanted = (hub ? goldHubs : goldRing).contains(sector.word());
      page.open(
          "g",
          "class",
          (hub ? "hub" : "ring") + (on ? " on" : "") + (wanted ? " gold" : ""),
          "style",
          "--h:" + sector.hue());
      page.empty("path", "d", outline(sector, 0));
      word(page, sector, hub);
      page.close();
    }
    outlines(page, WheelLevel.LEVEL2, goldRing);
    outlines(page, WheelLevel.LEVEL1, goldHubs);
    page.leaf(
        "text",
        middle,
        "class",
        "middle",
        "x",
        at(CENTRE),
        "y",
        at(CENTRE + 2),
        "text-anchor",
        "middle");
    page.leaf(
        "text",
        "F1",
        "class",
        "unit",
        "x",
        at(CENTRE),
        "y",
        at(CENTRE + 19),
        "text-anchor",
        "middle");
    page.close();
  }

  private static String list(Collection<String> words) {
    return words.isEmpty() ? "none" : String.join(", ", words);
  }

  /** Drawn last and a little inside, so that no neighbour covers them. */
  private void outlines(Markup page, WheelLevel level, Set<String> gold) {
    for (Sector sector : sectors) {
      if (sector.level() == level && gold.contains(sector.word())) {
        page.empty("path", "class", "outline", "d", outline(sector, 2.2));
      }
    }
  }

  private static String outline(Sector s, double inset) {
    double inner = s.inner() + inset;
    double outer = s.outer() - inset;
    // The same distance is a larger angle nearer to the centre.
    double innerTurn = inset / (2 * Math.PI * inner);
    double outerTurn = inset / (2 * Math.PI * outer);
    int large = s.to() - s.from() > 0.5 ? 1 : 0;
    return "M"
        + point(inner, s.from() + innerTurn)
        + "L"
        + point(outer, s.from() + outerTurn)
        + arc(outer, large, 1, s.to() - outerTurn)
        + "L"
        + point(inner, s.to() - innerTurn)
        + arc(inner, large, 0, s.from() + innerTurn)
        + "Z";
  }

  private static String arc(double radius, int large, int sweep, double turn) {
    return "A%s %s 0 %d %d %s".formatted(at(radius), at(radius), large, sweep, point(radius, turn));
  }

  private static String point(double radius, double turn) {
    double angle = 2 * Math.PI * turn;
    return at(CENTRE + radius * Math.sin(angle)) + " " + at(CENTRE - radius * Math.cos(angle));
  }

  /** Hub words lie flat in their sector, ring words run along the radius, never upside down. */
  private static void word(Markup page, Sector s, boolean hub) {
    double turn = (s.from() + s.to()) / 2;
    double degrees = 360 * turn;
    double radius = hub ? 83 : (HUB + RIM) / 2;
    String place = "translate(" + point(radius, turn) + ")";
    if (!hub) {
      place += " rotate(" + at(degrees < 180 ? degrees - 90 : degrees + 90) + ")";
    }
    page.leaf("text", s.word(), "transform", place, "dy", "3.6", "text-anchor", "middle");
  }
}
