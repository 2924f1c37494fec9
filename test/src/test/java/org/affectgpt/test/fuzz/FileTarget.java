package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A parser of one file, in a line. */
record FileTarget(String name, String suffix, List<byte[]> seeds, Reading reading)
    implements FuzzTarget {
  /** What is read, to a figure made from all of it. */
  @FunctionalInterface
  interface Reading {
    long of(Path file) throws IOException;
  }

  /** A parser whose seeds are texts. */
  static FileTarget text(String name, String suffix, Reading reading, String... seeds) {
    return new FileTarget(name, suffix, bytes(seeds), reading);
  }

  static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Override
  public long parse(Path file) throws IOException {
    return reading.of(file);
  }

  /** Buffers and class tables of the libraries below. */
  @Override
  public long allocationBound(long fileBytes) {
    return (16L << 20) + 256 * fileBytes;
  }
}
