package org.affectgpt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.affectgpt.tools.measure.Case;

/** PyTorch in a Python process, {@code kernel_peer.py}, that runs the cases it is told. */
final class TorchPeer implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final PythonLines python;
  private final String name;
  private boolean grad;

  TorchPeer(PythonLines python) {
    this.python = python;
    name = python.read().get("name").asText();
  }

  /** PyTorch and its version. */
  String name() {
    return name;
  }

  /** Makes the operands of a case; false where torch has no such kernel. */
  boolean prepare(Case c) {
    grad =
        c.name().endsWith("-train") || c.name().contains("-grad") || c.bench().equals("train-step");
    ObjectNode job = json.createObjectNode().put("bench", c.bench()).put("case", c.name());
    return python.ask(job).get("ready").asBoolean();
  }

  /** Runs the prepared case; gives up what it holds when the next one comes. */
  double seconds(int runs) {
    JsonNode answer = python.ask(json.createObjectNode().put("runs", runs).put("grad", grad));
    return answer.get("seconds").asDouble();
  }

  @Override
  public void close() {
    python.close();
  }
}
