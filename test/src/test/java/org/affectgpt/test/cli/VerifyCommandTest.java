package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} says and how it ends when a folder is right, wrong, damaged or no folder. */
class VerifyCommandTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path work;
  private Path folder;

  @BeforeEach
  void copy() throws IOException {
    folder = Files.createDirectory(work.resolve("sampling"));
    try (Stream<Path> files = Files.list(GOLDEN.resolve("sampling"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private CommandRun verify(Object... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("verify", "--threads", "1"), Stream.of(more)).toArray());
  }

  /** Writes the expected tensors again, with a change. */
  private void rewrite(BiConsumer<SafeTensorsWriter, TensorEntry> write) throws IOException {
    Path file = folder.resolve("expected.safetensors");
    SafeTensorsWriter writer = new SafeTensorsWriter();
    try (SafeTensorsFile old = SafeTensorsFile.open(file)) {
      old.entries().forEach(e -> write.accept(writer, e));
      writer.write(work.resolve("new.safetensors"));
    }
    Files.move(work.resolve("new.safetensors"), file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(SafeTensorsWriter writer, String name, float[] values, TensorEntry e) {
    long[] shape = e.shape().stream().mapToLong(Long::longValue).toArray();
    writer.floats(name, StoredType.F32, shape, values);
  }

  @Test
  void json() throws JsonProcessingException {
    JsonNode line = verify(folder, "--json").json();
    assertEquals(folder.toString(), line.get("folder").asText());
    assertEquals("sampling", line.get("kind").asText());
    assertTrue(line.get("ok").booleanValue());
    assertTrue(line.get("worst_rel_l2").doubleValue() < 1e-5);
    assertTrue(line.get("tensor").asText().startsWith("probs."));
    assertEquals(4, line.get("checked").intValue());
  }

  @Test
  void aTensorThatIsOffFails() throws IOException {
    rewrite(
        (writer, e) -> {
          float[] values = e.toFloats();
          if (e.name().equals("probs.t0.7")) {
            values[3] += 0.01f;
          }
          copy(writer, e.name(), values, e);
        });
    CommandRun run = verify(folder, "--json");
    assertEquals(1, run.code());
    JsonNode line = new ObjectMapper().readTree(run.out());
    assertEquals(false, line.get("ok").booleanValue());
    assertEquals("probs.t0.7", line.get("tensor").asText());
    assertTrue(line.get("worst_rel_l2").doubleValue() > 1e-3);
    assertTrue(verify(folder).out().contains("FAIL"));
  }

  @Test
  void aTensorThatNobodyChecksFails() throws IOException {
    rewrite(
        (writer, e) -> {
          copy(writer, e.name(), e.toFloats(), e);
          if (e.name().equals("probs.t0.7")) {
            copy(writer, "something", e.toFloats(), e);
          }
        });
    CommandRun run = verify(folder);
    assertEquals(1, run.code());
    assertTrue(run.out().contains("something: was not checked"), run.out());
  }

  @Test
  void anotherShapeFails() throws IOException {
    rewrite(
        (writer, e) ->
            writer.floats(e.name(), StoredType.F32, new long[] {e.elements()}, e.toFloats()));
    CommandRun run = verify(folder);
    assertEquals(1, run.code());
    assertTrue(run.out().contains("has shape [4, 200], not [800]"), run.out());
  }

  @Test
  void filesArePassedOverAndKindsOfLaterVersionsSkipped() {
    CommandRun run = verify(GOLDEN.resolve("grpo"), folder.resolve("golden.json"), folder);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("1 folders within their bounds, 0 not, 1 skipped"), run.out());
    assertTrue(run.err().contains("golden.json: not a folder, passed over"), run.err());
    List<String> lines = verify(work, GOLDEN.resolve("grpo"), "--json").out().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).contains("\"ok\":null"), lines.get(1));
  }

  @Test
  void badFoldersAreRefusedByName() throws IOException {
    bad(work.resolve("nowhere"), "nowhere", "no such folder");
    bad(Files.createDirectory(work.resolve("empty")), "empty", "not a golden folder");
    Files.writeString(folder.resolve("golden.json"), "{\"kind\": \"dance\", \"rel_l2\": 1}");
    bad(folder, "unknown kind 'dance'", "qwen2");
    Files.writeString(folder.resolve("golden.json"), "{\"kind\": \"sampling\"}");
    bad(folder, "golden.json", "rel_l2");
    Files.writeString(folder.resolve("golden.json"), "{\"kind\": \"clip\", \"rel_l2\": 1}");
    bad(folder, "config.json", "missing");
    Files.writeString(folder.resolve("golden.json"), "{");
    bad(folder, "golden.json", "JSON");
  }

  @Test
  void aCutFileIsRefusedByName() throws IOException {
    Path file = folder.resolve("inputs.safetensors");
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
    bad(folder, "inputs.safetensors", "damaged");
  }

  private void bad(Path path, String... parts) {
    CommandRun run = verify(path);
    assertEquals(2, run.code(), run.out() + run.err());
    String complaint =
        run.err().lines().filter(l -> l.startsWith("affectgpt: ")).findFirst().orElse("");
    for (String part : parts) {
      assertTrue(complaint.contains(part), complaint + " lacks " + part);
    }
  }
}
