package org.affectgpt.report;

import static org.affectgpt.report.Figures.fixed;
import static org.affectgpt.report.Figures.points;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the results: the emphasised rows large at the top of the page, all rows as a table. */
final class ResultTable {
  private ResultTable() {}

  /** The emphasised rows as large figures with the difference to the one before. */
  static void writeHeadline(Markup page, List<ResultRow> rows) {
    List<ResultRow> shown = rows.stream().filter(ResultRow::emphasised).toList();
    if (shown.isEmpty()) {
      return;
    }
    page.open("dl", "class", "headline");
    @Nullable ResultRow before = null;
    for (ResultRow row : shown) {
      page.open("div").leaf("dt", row.name());
      page.open("dd").leaf("span", points(row.f1()), "class", "figure");
      if (before != null && Double.isFinite(row.f1() - before.f1())) {
        double change = (row.f1() - before.f1()) * 100;
        page.leaf("span", (change > 0 ? "+" : "") + fixed(change, 1), "class", "change");
      }
      page.close().close();
      before = row;
    }
    page.close();
    page.leaf(
        "p",
        "Emotion-wheel F1 on clips not seen in training, 0 to 100; the change is to the figure"
            + " before.",
        "class",
        "hint");
  }

  static void write(Markup page, List<ResultRow> rows) {
    // Roles are written out because narrow screens show the rows as blocks, which drops them.
    page.open("div", "class", "card");
    page.open("table", "class", "results", "role", "table", "aria-label", "Scores");
    page.open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String head :
        List.of(
            "Answers from",
            "F1, sampled",
            "Precision",
            "Recall",
            "Labels",
            "F1, greedy",
            "Labels, greedy")) {
      page.leaf("th", head, "scope", "col", "role", "columnheader");
    }
    page.close().close().open("tbody", "role", "rowgroup");
    for (ResultRow row : rows) {
      page.open("tr", "role", "row", "class", row.emphasised() ? "strong" : "plain");
      page.leaf("th", row.name(), "scope", "row", "role", "rowheader");
      score(page, row);
      cell(page, "Precision", points(row.precision()));
      cell(page, "Recall", points(row.recall()));
      cell(page, "Labels", fixed(row.labels(), 2));
      cell(page, "F1, greedy", points(row.greedyF1()));
      cell(page, "Labels, greedy", fixed(row.greedyLabels(), 2));
      page.close();
    }
    page.close().close();
    page.open("p", "class", "hint legend-line");
    key(page, "bar-key", "sampled");
    key(page, "greedy-key", "greedy");
    if (rows.stream().anyMatch(row -> row.spread() != null)) {
      key(page, "spread-key", "± one standard deviation");
    }
    page.leaf("span", "Labels: emotions named per answer", "class", "aside");
    page.close().close();
  }

  /** One entry of a legend: the sign and what it means, never on two lines. */
  static void key(Markup page, String sign, String meaning) {
    page.open("span", "class", "pair").empty("span", "class", sign).text(meaning).close();
  }

  private static void cell(Markup page, String head, String text) {
    page.leaf("td", text, "role", "cell", "data-head", head);
  }

  private static void score(Markup page, ResultRow row) {
    page.open("td", "role", "cell", "class", "score").open("div", "class", "gauge");
    page.open("span", "class", "value").leaf("b", points(row.f1()));
    if (row.spread() != null && Double.isFinite(row.spread())) {
      page.leaf("span", " ± " + points(row.spread()), "class", "spread");
    }
    page.close();
    page.open("span", "class", "bar", "aria-hidden", "true");
    page.empty("span", "class", "fill", "style", "width:" + share(row.f1()));
    if (row.spread() != null && Double.isFinite(row.spread()) && Double.isFinite(row.f1())) {
      double low = Math.max(0, row.f1() - row.spread());
      double width = Math.min(1, row.f1() + row.spread()) - low;
      page.empty(
          "span", "class", "whisker", "style", "left:" + share(low) + ";width:" + share(width));
    }
    if (Double.isFinite(row.greedyF1())) {
      page.empty("span", "class", "greedy", "style", "left:" + share(row.greedyF1()));
    }
    page.close().close().close();
  }

  private static String share(double fraction) {
    double within = Double.isFinite(fraction) ? Math.clamp(fraction, 0, 1) : 0;
    return Figures.at(within * 100) + "%";
  }
}
