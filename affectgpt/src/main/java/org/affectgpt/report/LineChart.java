package org.affectgpt.report;

import static org.affectgpt.report.Figures.at;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/** Draws a {@link Chart} as a figure: SVG lines, a legend, the last value beside each line. */
final class LineChart {
  private static final double WIDTH = 480;
  private static final double HEIGHT = 256;
  private static final double LEFT = 44;
  private static final double RIGHT = 424;
  private static final double TOP = 30;
  private static final double BOTTOM = 216;
  private static final int COLOURS = 6;

  /** More points than this are not seen; they are averaged in groups. */
  private static final int POINTS = 500;

  private record Line(String name, String colour, double[] x, double[] raw, double[] bold) {
    double last() {
      return DoubleStream.of(bold).filter(Double::isFinite).reduce((a, b) -> b).orElse(Double.NaN);
    }
  }

  private LineChart() {}

  static void write(Markup page, Chart chart) {
    List<Line> lines = new ArrayList<>();
    for (Series series : chart.series()) {
      if (DoubleStream.of(series.y()).anyMatch(Double::isFinite)) {
        String colour = "s" + (chart.series().indexOf(series) % COLOURS + 1);
        double[] bold = MovingMean.of(series.y(), chart.smoothing());
        lines.add(new Line(series.name(), colour, thin(series.x()), thin(series.y()), thin(bold)));
      }
    }
    page.open("figure", "class", "card chart");
    page.open("figcaption").leaf("h3", chart.title());
    if (lines.size() > 1) {
      page.open("ul", "class", "legend");
      for (Line line : lines) {
        page.open("li").empty("span", "class", "key " + line.colour()).text(line.name()).close();
      }
      page.close();
    }
    page.close();
    if (lines.isEmpty()) {
      page.leaf("p", "This run recorded no values.", "class", "nothing");
    } else {
      draw(page, chart, lines);
    }
    if (chart.smoothing() > 1 && !lines.isEmpty()) {
      page.leaf(
          "p",
          "Thin line: every value. Bold line: mean over " + chart.smoothing() + " values.",
          "class",
          "hint");
    }
    page.close();
  }

  private static void draw(Markup page, Chart chart, List<Line> lines) {
    Axis xs =
        Axis.exactly(
            lines.stream().mapToDouble(l -> extreme(l.x(), true)).min().orElseThrow(),
            lines.stream().mapToDouble(l -> extreme(l.x(), false)).max().orElseThrow(),
            5);
    Axis ys =
        Axis.around(
            lines.stream().mapToDouble(l -> extreme(l.raw(), true)).min().orElseThrow(),
            lines.stream().mapToDouble(l -> extreme(l.raw(), false)).max().orElseThrow(),
            4);
    page.open(
        "svg",
        "viewBox",
        "0 0 " + at(WIDTH) + " " + at(HEIGHT),
        "role",
        "img",
        "aria-label",
        description(chart, lines));
    axes(page, chart, xs, ys);
    if (chart.smoothing() > 1) {
      lines.forEach(line -> path(page, "raw " + line.colour(), line.x(), line.raw(), xs, ys));
    }
    lines.forEach(line -> path(page, "bold " + line.colour(), line.x(), line.bold(), xs, ys));
    ends(page, lines, ys);
    page.close();
  }

  private static String description(Chart chart, List<Line> lines) {
    StringBuilder text = new StringBuilder("Line chart of " + chart.yLabel() + " over ");
    text.append(chart.xLabel()).append('.');
    for (Line line : lines) {
      double first = DoubleStream.of(line.bold()).filter(Double::isFinite).findFirst().orElse(0);
      text.append(' ').append(line.name()).append(": from ").append(Figures.brief(first));
      text.append(" to ").append(Figures.brief(line.last())).append('.');
    }
    return text.toString();
  }

  private static void axes(Markup page, Chart chart, Axis xs, Axis ys) {
    for (double tick : ys.ticks()) {
      String y = at(ys.place(tick, BOTTOM, TOP));
      String kind = tick == 0 ? "grid zero" : "grid";
      page.empty("line", "class", kind, "x1", at(LEFT), "x2", at(RIGHT), "y1", y, "y2", y);
      page.leaf(
          "text",
          ys.label(tick),
          "class",
          "tick",
          "x",
          at(LEFT - 7),
          "y",
          y,
          "dy",
          "4",
          "text-anchor",
          "end");
    }
    for (double tick : xs.ticks()) {
      String x = at(xs.place(tick, LEFT, RIGHT));
      page.empty("line", "class", "mark", "x1", x, "x2", x, "y1", at(BOTTOM), "y2", at(BOTTOM + 4));
      page.leaf(
          "text",
          xs.label(tick),
          "class",
          "tick",
          "x",
          x,
          "y",
          at(BOTTOM + 17),
          "text-anchor",
          "middle");
    }
    page.leaf(
        "text",
        chart.xLabel(),
        "class",
        "axis",
        "x",
        at((LEFT + RIGHT) / 2),
        "y",
        at(BOTTOM + 34),
        "text-anchor",
        "middle");
    page.leaf("text", chart.yLabel(), "class", "axis", "x", "0", "y", "12");
  }

  private static void path(Markup page, String kind, double[] x, double[] y, Axis xs, Axis ys) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < x.length; i++) {
      boolean finite = Double.isFinite(x[i]) && Double.isFinite(y[i]);
      if (finite) {
        d.append(pen ? 'L' : 'M').append(at(xs.place(x[i], LEFT, RIGHT)));
        d.append(' ').append(at(ys.place(y[i], BOTTOM, TOP)));
        if (!pen) {
          d.append("h0"); // a single point shows as the line's round cap
        }
      }
      pen = finite;
    }
    page.empty("path", "class", kind, "d", d.toString());
  }

  /** The last values, moved apart where they would overlap. */
  private static void ends(Markup page, List<Line> lines, Axis ys) {
    List<Line> order = new ArrayList<>(lines);
    order.sort(Comparator.comparingDouble(Line::last).reversed());
    double[] y = new double[order.size()];
    double free = TOP;
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(free, ys.place(order.get(i).last(), BOTTOM, TOP));
      free = y[i] + 14;
    }
    double limit = BOTTOM;
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], limit);
      limit = y[i] - 14;
    }
    for (int i = 0; i < y.length; i++) {
      page.leaf(
          "text",
          Figures.brief(order.get(i).last()),
          "class",
          "end " + order.get(i).colour(),
          "x",
          at(RIGHT + 7),
          "y",
          at(y[i]),
          "dy",
          "4.5");
    }
  }

  private static double extreme(double[] values, boolean least) {
    DoubleStream finite = DoubleStream.of(values).filter(Double::isFinite);
    return (least ? finite.min() : finite.max()).orElse(least ? 0 : 1);
  }

  private static double[] thin(double[] values) {
    int group = (values.length + POINTS - 1) / POINTS;
    if (group <= 1) {
      return values;
    }
    double[] means = new double[(values.length + group - 1) / group];
    for (int i = 0; i < means.length; i++) {
      int end = Math.min(values.length, (i + 1) * group);
      means[i] =
          Arrays.stream(values, i * group, end)
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
    }
    return means;
  }
}
