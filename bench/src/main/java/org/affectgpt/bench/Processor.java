package org.affectgpt.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What computes, in words. */
final class Processor {
  private Processor() {}

  /** Name and number of cores, as far as the system tells. */
  static String description() {
    Path info = Path.of("/proc/cpuinfo");
    String model = System.getProperty("os.arch");
    try {
      if (Files.isReadable(info)) {
        model =
            Files.readAllLines(info).stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(model);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return model + ", " + Runtime.getRuntime().availableProcessors() + " cores";
  }
}
