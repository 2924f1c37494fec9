package org.affectgpt.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tools.inspect.Section;
import org.affectgpt.tools.inspect.Totals;

/** {@code inspect} for people: a table a file, metadata above it and totals below. */
final class InspectText implements InspectPrinter {
  private static final int MAX_NAME = 120;
  private static final int MAX_VALUE = 96;

  private final PrintWriter out;
  private final boolean tensors;
  private final boolean summary;
  private final Totals all = new Totals();
  private int sections;

  InspectText(PrintWriter out, boolean tensors, boolean summary) {
    this.out = out;
    this.tensors = tensors;
    this.summary = summary;
  }

  @Override
  public void section(Section section) {
    if (sections++ > 0) {
      out.println();
    }
    out.println(
        TerminalText.escape(section.path().toString())
            + "  ("
            + TerminalText.escape(section.format())
            + ")");
    Totals totals = new Totals();
    for (TensorEntry t : section.tensors()) {
      totals.add(t);
      all.add(t);
    }
    if (summary) {
      metadata(section.metadata());
    }
    if (tensors) {
      table(section.tensors());
    }
    if (summary) {
      totals(totals);
    }
  }

  private void metadata(Map<String, String> metadata) {
    int width = metadata.keySet().stream().mapToInt(InspectText::width).max().orElse(0);
    metadata.forEach(
        (key, value) -> out.println("  " + pad(name(key), width) + "  " + value(value)));
    if (!metadata.isEmpty()) {
      out.println();
    }
  }

  private static String value(String text) {
    return TerminalText.shorten(TerminalText.escape(text), MAX_VALUE);
  }

  private void table(List<TensorEntry> entries) {
    int names = entries.stream().mapToInt(t -> width(t.name())).max().orElse(0);
    int types = entries.stream().mapToInt(t -> width(t.format())).max().orElse(0);
    int shapes = entries.stream().mapToInt(t -> shape(t).length()).max().orElse(0);
    for (TensorEntry t : entries) {
      out.println(
          "  "
              + pad(name(t.name()), names)
              + "  "
              + pad(name(t.format()), types)
              + "  "
              + pad(shape(t), shapes)
              + "  "
              + String.format(Locale.ROOT, "%7s", TerminalText.bytes(t.data().byteSize())));
    }
    if (!entries.isEmpty()) {
      out.println();
    }
  }

  private static String shape(TensorEntry t) {
    return t.shape().isEmpty()
        ? "scalar"
        : t.shape().stream().map(String::valueOf).collect(Collectors.joining(" × "));
  }

  private void totals(Totals totals) {
    String only =
        totals.byFormat().size() == 1
            ? ", all " + name(totals.byFormat().keySet().iterator().next())
            : "";
    row("total", totals, totals, only);
    if (totals.byFormat().size() > 1) {
      totals.byFormat().forEach((format, t) -> row(name(format), t, totals, ""));
    }
  }

  /** One line of counts, right-aligned under those of {@code widest}. */
  private void row(String title, Totals t, Totals widest, String note) {
    out.println(
        "  "
            + pad(title, 5)
            + right(t.tensors(), widest.tensors())
            + " tensors"
            + right(t.parameters(), widest.parameters())
            + " parameters"
            + right(t.bytes(), widest.bytes())
            + " bytes ("
            + TerminalText.bytes(t.bytes())
            + ")"
            + note);
  }

  private static String right(long count, long widest) {
    int width = String.format(Locale.ROOT, "%,d", widest).length();
    return "  " + String.format(Locale.ROOT, "%," + width + "d", count);
  }

  private static String name(String name) {
    return TerminalText.shorten(TerminalText.escape(name), MAX_NAME);
  }

  private static int width(String name) {
    return name(name).length();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  @Override
  public void end(List<String> errors) {
    if (summary && sections > 1) {
      out.println();
      out.println("all " + sections + " files and folders");
      totals(all);
    }
  }
}
