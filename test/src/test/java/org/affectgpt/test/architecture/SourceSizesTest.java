package org.affectgpt.test.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files, small rooms, and no word of the CPU backend outside of it, in all sources. */
class SourceSizesTest {
  private static final int LINES = 300;
  private static final int FILES = 40;
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("tensor", "kernels", "nn", "io", "grpo", "affectgpt", "bench", "test");

  @Test
  void noClassIsOver300Lines() throws IOException {
    List<String> long_ =
        sources().stream().filter(f -> lines(f).size() > LINES).map(Path::toString).toList();
    assertEquals(List.of(), long_);
  }

  @Test
  void noPackageHasOver40Files() throws IOException {
    Map<String, Long> files =
        sources().stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.getParent().toString(), TreeMap::new, Collectors.counting()));
    files.values().removeIf(count -> count <= FILES);
    assertEquals(Map.of(), files);
  }

  @Test
  void nothingOutsideTheCpuBackendNamesIt() throws IOException {
    String name = "org.affectgpt.tensor.cpu";
    List<String> outside =
        sources().stream()
            .filter(f -> !f.toString().replace('\\', '/').contains("org/affectgpt/tensor/cpu/"))
            .filter(f -> !f.endsWith(SourceSizesTest.class.getSimpleName() + ".java"))
            .filter(f -> lines(f).stream().anyMatch(line -> line.contains(name)))
            .map(Path::toString)
            .toList();
    assertEquals(List.of(), outside);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all =
        MODULES.stream().map(m -> ROOT.resolve(m).resolve("src")).flatMap(SourceSizesTest::walk)) {
      List<Path> found = all.filter(f -> f.toString().endsWith(".java")).sorted().toList();
      assertEquals(true, found.size() > 500, "found the sources");
      return found;
    }
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.exists(folder) ? Files.walk(folder) : Stream.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
