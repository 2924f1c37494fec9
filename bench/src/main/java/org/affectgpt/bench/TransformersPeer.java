package org.affectgpt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Transformers in a Python process that stays and waits between its turns. */
final class TransformersPeer implements Peer {
  private final ObjectMapper json = new ObjectMapper();
  private final String name;
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /**
   * @param python the interpreter, of an environment with torch and transformers
   * @param script {@code decode_peer.py}
   * @param dtype {@code float32} or {@code bfloat16}
   */
  TransformersPeer(String python, Path script, Path folder, String dtype, int threads) {
    name = "transformers " + dtype;
    try {
      process =
          new ProcessBuilder(
                  python, script.toString(), folder.toString(), dtype, Integer.toString(threads))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Run run(int[] prompt, int tokens) {
    try {
      ObjectNode job = json.createObjectNode().put("tokens", tokens);
      job.set("prompt", json.valueToTree(prompt));
      in.write(job + "\n");
      in.flush();
      JsonNode answer = read();
      List<Integer> ids = new ArrayList<>();
      answer.get("ids").forEach(id -> ids.add(id.asInt()));
      return new Run(ids, answer.get("prefill").asDouble(), answer.get("decode").asDouble());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode read() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the Python process ended; run the script by hand to see why");
    }
    return json.readTree(line);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
