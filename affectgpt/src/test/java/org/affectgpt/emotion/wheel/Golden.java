package org.affectgpt.emotion.wheel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The reference's own results and tables, where the checkout has them beside it. */
public final class Golden {
  private static final Path SHARED = Path.of("../../shared");

  private Golden() {}

  /** Reads a golden file, or skips the test. */
  public static JsonNode read(String name) throws IOException {
    Path file = SHARED.resolve("golden").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), () -> file + " is not here");
    return new ObjectMapper().readTree(file.toFile());
  }

  /** The folder of the official tables, or skips the test. */
  public static Path tables() {
    Path folder = SHARED.resolve("emotion_wheel");
    Assumptions.assumeTrue(Files.isDirectory(folder), () -> folder + " is not here");
    return folder;
  }

  /** The strings of a JSON array. */
  public static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asText()));
    return strings;
  }
}
