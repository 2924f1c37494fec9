package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model folder whose configuration does not fit its weights. */
class ModelFolderTest {
  private static final Path MODEL = Path.of("src/test/resources/golden/affectgpt/model");

  private final Backend backend = Backends.open("cpu", 1);
  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void adaptersOfAnotherRankAreRefused(int rank) throws IOException {
    copy(MODEL, work);
    Path config = work.resolve(ModelFolder.CONFIG);
    String text = Files.readString(config);
    assertTrue(text.contains("\"lora_r\": 4"));
    Files.writeString(config, text.replace("\"lora_r\": 4", "\"lora_r\": " + rank));
    ModelFolder folder = new ModelFolder(work);
    String message =
        assertThrows(InputException.class, () -> folder.load(backend, false)).getMessage();
    assertTrue(message.contains("lora_"), message);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
