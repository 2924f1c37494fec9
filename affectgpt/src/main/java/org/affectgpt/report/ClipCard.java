package org.affectgpt.report;

import java.util.List;
import org.affectgpt.emotion.wheel.LabelList;

/** Writes one sample clip: what the model met, what it answered, and where that lies. */
final class ClipCard {
  private ClipCard() {}

  static void write(Markup page, SampleClip clip, WheelDiagram wheel) {
    page.open("article", "class", "card clip");
    page.open("header").leaf("h3", clip.name());
    page.leaf("span", "gold", "class", "tag");
    labels(page, clip.gold(), List.of(), wheel);
    page.close();
    FilmStrip.write(page, clip);
    page.open("div", "class", "columns").open("div", "class", "met");
    Waveform.write(page, clip.sound().samples(), clip.sound().rate());
    if (clip.subtitle().isBlank()) {
      page.leaf("p", "No subtitle.", "class", "nothing");
    } else {
      page.leaf("p", "“" + clip.subtitle().strip() + "”", "class", "subtitle");
    }
    page.open("div", "class", "answers");
    for (StageAnswer answer : clip.answers()) {
      answer(page, answer, clip.gold(), wheel);
    }
    page.close().close();
    wheel(page, clip, wheel);
    page.close().close();
  }

  private static void answer(
      Markup page, StageAnswer answer, List<String> gold, WheelDiagram wheel) {
    page.open("section", "class", "answer");
    page.open("div", "class", "stage").leaf("h4", answer.stage());
    page.leaf("span", "F1 " + Figures.fixed(answer.score() * 100, 0), "class", "f1").close();
    labels(page, answer.labels(), gold, wheel);
    if (!answer.reasoning().isBlank()) {
      page.leaf("p", answer.reasoning().strip(), "class", "reasoning");
    }
    boolean said = String.join(", ", answer.labels()).equals(answer.answerText().strip());
    if (!said && !answer.answerText().isBlank()) {
      page.leaf("p", answer.answerText().strip(), "class", "words");
    }
    page.close();
  }

  /** Chips in the colour of the label's hub emotion; a tick marks one that the gold labels have. */
  private static void labels(
      Markup page, List<String> labels, List<String> gold, WheelDiagram wheel) {
    if (labels.isEmpty()) {
      page.leaf("p", "No labels.", "class", "nothing");
      return;
    }
    page.open("ul", "class", "labels");
    for (String label : labels) {
      String known = LabelList.normalise(List.of(label)).stream().findFirst().orElse("");
      int hue = wheel.hue(known);
      boolean hit = wheel.hits(known, LabelList.normalise(gold));
      page.open("li", "class", hue < 0 ? "chip off" : "chip", "style", "--h:" + Math.max(0, hue));
      page.text(label);
      if (hit) {
        page.leaf("span", "✓", "class", "hit", "role", "img", "aria-label", "matches gold");
      }
      page.close();
    }
    page.close();
  }

  private static void wheel(Markup page, SampleClip clip, WheelDiagram wheel) {
    StageAnswer last =
        clip.answers().isEmpty()
            ? new StageAnswer("no answer", "", "", List.of(), Double.NaN)
            : clip.answers().getLast();
    page.open("figure", "class", "place");
    wheel.write(
        page,
        LabelList.normalise(clip.gold()),
        LabelList.normalise(last.labels()),
        Figures.fixed(last.score() * 100, 0));
    page.open("figcaption", "class", "hint legend-line");
    ResultTable.key(page, "gold-key", "gold");
    ResultTable.key(page, "predicted-key", "answered, " + last.stage());
    page.close().close();
  }
}
