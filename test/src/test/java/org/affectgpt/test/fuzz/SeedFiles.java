package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small files by the formats' own libraries, under {@code fuzz-seeds/TARGET}. */
final class SeedFiles {
  private SeedFiles() {}

  static List<byte[]> of(String target, String suffix) throws IOException {
    URL folder = SeedFiles.class.getResource("/fuzz-seeds/" + target);
    if (folder == null) {
      throw new IOException("no seeds for " + target);
    }
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      for (Path file : files.sorted().filter(f -> f.toString().endsWith(suffix)).toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    return seeds;
  }
}
