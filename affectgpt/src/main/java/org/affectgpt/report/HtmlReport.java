package org.affectgpt.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.io.AtomicFile;

/**
 * Writes a report as one HTML file that is complete in itself: style, drawings and pictures are
 * inside, nothing is fetched, no script is needed. The file is well-formed XML as well.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the report with the project's own wheels.
   *
   * @throws org.affectgpt.tensor.InputException if the file cannot be written
   */
  public static void write(ReportData data, Path target) {
    write(data, PublishedWheels.load(), target);
  }

  /**
   * Writes the report. Of the wheels, the one that has a place for most of the samples' labels is
   * drawn.
   *
   * @throws org.affectgpt.tensor.InputException if the file cannot be written
   */
  public static void write(ReportData data, EmotionWheels wheels, Path target) {
    AtomicFile.write(target, render(data, wheels));
  }

  static String render(ReportData data, EmotionWheels wheels) {
    Markup page = new Markup();
    page.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.empty("meta", "name", "color-scheme", "content", "light dark");
    page.leaf("title", data.title()).style(styleSheet()).close();
    page.open("body");
    header(page, data);
    page.open("main");
    if (!data.results().isEmpty()) {
      heading(page, "results", "Results");
      ResultTable.write(page, data.results());
    }
    heading(page, "story", "How to read this");
    Story.write(page);
    if (!data.charts().isEmpty()) {
      heading(page, "training", "Training");
      page.open("div", "class", "charts");
      data.charts().forEach(chart -> LineChart.write(page, chart));
      page.close();
    }
    if (!data.samples().isEmpty()) {
      clips(page, data.samples(), wheels);
    }
    run(page, data);
    page.close().close().close();
    return "<!DOCTYPE html>\n" + page;
  }

  private static void header(Markup page, ReportData data) {
    page.open("header", "class", "top").leaf("p", "AffectGPT in pure Java", "class", "eyebrow");
    page.leaf("h1", data.title());
    if (!data.summary().isBlank()) {
      page.leaf("p", data.summary(), "class", "summary");
    }
    ResultTable.writeHeadline(page, data.results());
    page.close();
  }

  private static void heading(Markup page, String id, String title) {
    page.leaf("h2", title, "id", id);
  }

  private static void clips(Markup page, List<SampleClip> samples, EmotionWheels wheels) {
    List<String> labels = new ArrayList<>();
    for (SampleClip clip : samples) {
      labels.addAll(LabelList.normalise(clip.gold()));
      clip.answers().forEach(a -> labels.addAll(LabelList.normalise(a.labels())));
    }
    int index = WheelDiagram.bestFor(wheels, labels);
    WheelDiagram wheel = new WheelDiagram(wheels, index);
    heading(page, "clips", "Clips");
    page.open("p", "class", "lead")
        .text("Test clips with the answers of every stage. The wheel is ");
    page.leaf("em", wheels.wheels().get(index).name(), "class", "name");
    page.text(", one of the five that the score averages over: inside the basic emotions, which ");
    page.text("the score compares, around them the finer ones. A tick marks a label whose basic ");
    page.text("emotion is among the gold ones.").close();
    samples.forEach(clip -> ClipCard.write(page, clip, wheel));
  }

  private static void run(Markup page, ReportData data) {
    heading(page, "run", "This run");
    page.open("div", "class", "card run");
    page.open("dl", "class", "facts");
    data.facts()
        .forEach((name, value) -> page.open("div").leaf("dt", name).leaf("dd", value).close());
    page.close();
    page.leaf("p", "The same figures again:", "class", "hint");
    page.open("pre").leaf("code", data.command()).close();
    if (!data.notes().isEmpty()) {
      page.open("ul", "class", "notes");
      data.notes().forEach(note -> page.leaf("li", note));
      page.close();
    }
    page.close();
  }

  private static String styleSheet() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource report.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource report.css", e);
    }
  }
}
