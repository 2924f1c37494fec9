package org.affectgpt.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;

/** The log of a run: one JSON object a line, a line a step. */
record RunLog(Path file) {
  private static final String STEP = "step";
  private static final String ERROR = "error";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Appends one line; {@code step} counts from 1. */
  void append(long step, Map<String, Object> values) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(STEP, step);
    line.putAll(values);
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new FailedException(file + ": cannot be written; is the disk full?", e);
    }
  }

  /** A line as it stands there, and what it says. */
  private record Line(String text, JsonNode node) {
    long step() {
      return node.path(STEP).asLong();
    }
  }

  /** All whole lines. */
  List<JsonNode> read() {
    return lines().stream().map(Line::node).toList();
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    try {
      String text = Files.readString(file);
      int from = 0;
      // a killed run may leave half a line at the end
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        String line = text.substring(from, end);
        lines.add(new Line(line, JSON.readTree(line)));
        from = end + 1;
      }
    } catch (JsonProcessingException e) {
      throw new InputException(
          file + ": line " + (lines.size() + 1) + " is damaged; start again with --overwrite", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read; check who may read it", e);
    }
    return lines;
  }

  /** The last step that it knows of; 0 if it is empty or not there. */
  long steps() {
    return lines().stream().mapToLong(Line::step).max().orElse(0);
  }

  /** Fails unless there is one line for every step up to this one. */
  void require(long steps) {
    List<Long> known =
        lines().stream()
            .filter(l -> l.step() <= steps && !l.node().has(ERROR))
            .map(Line::step)
            .toList();
    for (long step = 1; step <= steps; step++) {
      if (step > known.size() || known.get((int) step - 1) != step) {
        throw new InputException(
            file
                + ": has no line for step "
                + step
                + ", or not in its place, although the checkpoint is of step "
                + steps
                + "; put the log back, or start again with --overwrite");
      }
    }
  }

  /** Takes back what stands after this step. */
  void truncate(long steps) {
    if (!Files.exists(file)) {
      return;
    }
    StringBuilder kept = new StringBuilder();
    for (Line line : lines()) {
      if (line.step() <= steps && !line.node().has(ERROR)) {
        kept.append(line.text()).append('\n');
      }
    }
    AtomicFile.write(file, kept.toString());
  }
}
