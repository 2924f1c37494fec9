package org.affectgpt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Transformers in a Python process that stays and waits between its turns. */
final class TransformersPeer implements Peer {
  private final ObjectMapper json = new ObjectMapper();
  private final String name;
  private final PythonLines lines;

  /**
   * @param python the interpreter, of an environment with torch and transformers
   * @param script {@code decode_peer.py}
   * @param dtype {@code float32} or {@code bfloat16}
   */
  TransformersPeer(String python, Path script, Path folder, String dtype, int threads) {
    name = "transformers " + dtype;
    lines =
        new PythonLines(
            List.of(
                python, script.toString(), folder.toString(), dtype, Integer.toString(threads)));
    lines.read();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Run run(int[] prompt, int tokens) {
    ObjectNode job = json.createObjectNode().put("tokens", tokens);
    job.set("prompt", json.valueToTree(prompt));
    JsonNode answer = lines.ask(job);
    List<Integer> ids = new ArrayList<>();
    answer.get("ids").forEach(id -> ids.add(id.asInt()));
    return new Run(ids, answer.get("prefill").asDouble(), answer.get("decode").asDouble());
  }

  @Override
  public void close() {
    lines.close();
  }
}
