package org.affectgpt.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.affectgpt.train.RunFolder;

/**
 * How a run ended.
 *
 * @param model the folder of the trained model
 * @param steps steps done, over all resumptions
 * @param last the last line of the log
 * @param seconds time of this process's part
 */
record RunSummary(Path model, int steps, JsonNode last, double seconds) {
  private static final List<String> SHOWN = List.of("loss", "reward", "kl", "response_len");

  static RunSummary of(RunFolder folder, double seconds) {
    List<JsonNode> log = folder.read();
    return new RunSummary(
        folder.folder().resolve("model"),
        log.size(),
        log.isEmpty() ? new ObjectMapper().createObjectNode() : log.getLast(),
        seconds);
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode().put("steps", steps);
      SHOWN.stream().filter(last::has).forEach(k -> node.set(k, last.get(k)));
      out.println(node.put("model", model.toString()).put("seconds", Rounded.seconds(seconds)));
    } else {
      StringBuilder line = new StringBuilder();
      for (String key : SHOWN) {
        if (last.has(key)) {
          line.append(String.format(Locale.ROOT, ", %s %.4f", key, last.get(key).asDouble()));
        }
      }
      out.printf(Locale.ROOT, "%d steps in %.1f s%s%nmodel: %s%n", steps, seconds, line, model);
    }
    out.flush();
  }
}
