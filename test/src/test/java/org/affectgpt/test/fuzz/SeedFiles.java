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
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder(target))) {
      for (Path file : files.sorted().filter(f -> f.toString().endsWith(suffix)).toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  /** The folder of a target's files. */
  static Path folder(String target) throws IOException {
    URL folder = SeedFiles.class.getResource("/fuzz-seeds/" + target);
    if (folder == null) {
      throw new IOException("no seeds for " + target);
    }
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
