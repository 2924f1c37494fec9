package org.affectgpt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.affectgpt.infer.text.GeneratedText;
import org.affectgpt.infer.text.GeneratedText.Finish;
import org.junit.jupiter.api.Test;

final class TextOutputTest {
  private static final String END = System.lineSeparator();
  private static final GeneratedText TEXT =
      new GeneratedText("one two\u001b[2J", new int[] {1, 2, 3}, 2, Finish.LENGTH, 0.5, 1);

  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);

  @Test
  void aTextOnATerminalAppearsPieceByPieceWithoutControlCharacters() {
    TextOutput output = new TextOutput(out, true, true);
    output.text(0, "one ");
    assertEquals("one ", written.toString());
    output.text(0, "two\u001b[2J");
    assertEquals("one two [2J", written.toString());
    output.finish(List.of("zero"), List.of(TEXT));
    assertEquals("one two [2J" + END, written.toString());
  }

  @Test
  void elsewhereItComesWholeAndUnchangedAtTheEnd() {
    TextOutput output = new TextOutput(out, false, false);
    output.text(0, "one ");
    assertEquals("", written.toString());
    output.finish(List.of("zero"), List.of(TEXT));
    assertEquals("one two\u001b[2J" + END, written.toString());
  }
}
