package org.affectgpt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results that cannot be written are a failure, whatever the command. */
class ResultWriterTest {
  private final StringWriter said = new StringWriter();
  private final PrintWriter err = new PrintWriter(said, true);

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  static List<List<String>> commands() {
    return List.of(
        List.of("--help"),
        List.of("--version"),
        List.of("infer", "--help"),
        List.of("devices"),
        List.of("devices", "--json"),
        List.of("inspect", "model/llm/model.safetensors"),
        List.of("inspect", "--json", "model/llm/model.safetensors"),
        List.of("tokenize", "--tokenizer", "model/llm/tokenizer.json", "a face"),
        List.of("tokenize", "--tokenizer", "model/llm/tokenizer.json", "--json", "a face"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFullDevice(List<String> command) {
    String[] args = command.toArray(String[]::new);
    ResultWriter out = ResultWriter.of(failing("No space left on device"));
    assertEquals(1, Main.run(out, err, args));
    String line = said.toString().lines().toList().getLast();
    assertTrue(line.startsWith("affectgpt: the results could not be written: no space"), line);
    assertEquals(0, Main.run(ResultWriter.of(OutputStream.nullOutputStream()), err, args));
  }

  @Test
  void aReaderThatHasEnoughIsNoNews() {
    assertEquals(1, Main.run(ResultWriter.of(failing("Broken pipe")), err, "--help"));
    assertEquals("", said.toString());
  }

  @Test
  void aWriterOfTheCallersOwn() {
    PrintWriter out = new PrintWriter(failing("?"), true);
    assertEquals(1, Main.run(out, err, "--version"));
    assertTrue(said.toString().contains("could not be written"), said.toString());
  }

  @Test
  void badUsageStaysBadUsage() {
    assertEquals(2, Main.run(ResultWriter.of(failing("No space left")), err, "nothing"));
    assertEquals(1, said.toString().lines().count());
  }

  @Test
  void theSystemsOwnFullDevice() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "no /dev/full here");
    try (OutputStream device = new FileOutputStream(full.toFile())) {
      assertEquals(1, Main.run(ResultWriter.of(device), err, "--help"));
    }
    assertTrue(said.toString().contains("no space left"), said.toString());
  }

  @Test
  void isUtf8() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultWriter out = ResultWriter.of(bytes);
    out.println("caf\u00e9 \u6c34 \ud83d\ude00");
    assertEquals("caf\u00e9 \u6c34 \ud83d\ude00\n", bytes.toString(StandardCharsets.UTF_8));
  }
}
