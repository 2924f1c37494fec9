package org.affectgpt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("model.safetensors");
    new SafeTensorsWriter()
        .metadata("format", "pt")
        .floats("a.weight", StoredType.BF16, new long[] {2, 3}, new float[6])
        .floats("b.weight", StoredType.F32, new long[] {4}, new float[4])
        .longs("evil\u001b[2J\u202ename", new long[0], new long[1])
        .write(file);
  }

  private int inspect(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "inspect";
    System.arraycopy(args, 0, all, 1, args.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      nodes.add(new ObjectMapper().readTree(line));
    }
    return nodes;
  }

  @Test
  void listsTensorsAndTotals() throws IOException {
    assertEquals(0, inspect("--json", file.toString()));
    List<JsonNode> lines = lines();
    assertEquals(4, lines.size());
    JsonNode a =
        lines.stream().filter(n -> n.path("name").asText().equals("a.weight")).findFirst().get();
    assertEquals("BF16", a.get("dtype").asText());
    assertEquals("[2,3]", a.get("shape").toString());
    assertEquals(6, a.get("parameters").asLong());
    assertEquals(12, a.get("bytes").asLong());
    JsonNode sum = lines.getLast();
    assertTrue(sum.get("summary").asBoolean());
    assertEquals(3, sum.get("tensors").asLong());
    assertEquals(12 + 16 + 8, sum.get("bytes").asLong());
    assertEquals(16, sum.at("/dtypes/F32/bytes").asLong());
    assertEquals("pt", sum.at("/files/0/metadata/format").asText());
  }

  @Test
  void namesCannotMoveTheCursor() {
    assertEquals(0, inspect(file.toString()));
    assertFalse(out.toString().contains("\u001b"));
    assertFalse(out.toString().contains("\u202e"));
    assertTrue(out.toString().contains("evil\\u001b[2J\\u202ename"), out.toString());
  }

  @Test
  void filterAndSummaryCountWhatMatches() throws IOException {
    assertEquals(0, inspect("--json", "--summary", "--filter", "?.weight", file.toString()));
    assertEquals(1, lines().size());
    assertEquals(2, lines().getFirst().get("tensors").asLong());
  }

  @Test
  void damagedFileIsOneLineAndTheOthersAreListed() throws IOException {
    Path bad = folder.resolve("bad.safetensors");
    Files.writeString(bad, "not tensors at all");
    assertEquals(2, inspect("--json", bad.toString(), file.toString()));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains("bad.safetensors"));
    assertEquals(3, lines().getLast().get("tensors").asLong());
    assertEquals(1, lines().getLast().get("errors").size());
  }
}
