package org.affectgpt.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A Python process that answers every line of JSON by another, and sleeps between them. */
final class PythonLines implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /**
   * @param command interpreter, script and arguments; what it prints as errors goes to ours
   */
  PythonLines(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // freed memory is used again as the JVM does it, instead of faulting in new pages every time
    builder.environment().put("MALLOC_MMAP_MAX_", "0");
    builder.environment().put("MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 40));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  JsonNode ask(JsonNode question) {
    try {
      in.write(question + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read();
  }

  JsonNode read() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the Python process ended; it says why above");
      }
      return json.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
