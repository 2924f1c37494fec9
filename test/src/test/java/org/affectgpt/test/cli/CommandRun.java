package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.cli.Main;

/** One command, run inside this process. */
record CommandRun(int code, String out, String err) {

  static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** That it went well, and its one line of JSON. */
  JsonNode json() throws JsonProcessingException {
    assertEquals(0, code, err);
    List<String> lines = out.lines().toList();
    assertEquals(1, lines.size(), out);
    return new ObjectMapper().readTree(lines.getFirst());
  }

  /** That it was refused with exit code 2 and one line that holds all these parts. */
  void refused(String... parts) {
    assertEquals(2, code, out + err);
    assertEquals("", out);
    List<String> complaint = err.lines().filter(l -> l.startsWith("affectgpt: ")).toList();
    assertEquals(1, complaint.size(), err);
    assertEquals(complaint.getFirst(), err.lines().toList().getLast(), err);
    for (String part : parts) {
      assertTrue(complaint.getFirst().contains(part), complaint.getFirst() + " lacks " + part);
    }
  }
}
