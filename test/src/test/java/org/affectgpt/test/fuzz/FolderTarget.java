package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A parser of one file of a folder: each case is put into a folder of its own, under the name that
 * its format asks for, with the sound files beside it.
 *
 * @param file the name of the file that is mutated
 * @param beside the other files by name
 * @param reading takes the folder
 */
record FolderTarget(
    String name,
    String file,
    List<byte[]> seeds,
    Map<String, byte[]> beside,
    FileTarget.Reading reading)
    implements FuzzTarget {

  /** A parser of a text without other files. */
  static FolderTarget text(String name, String file, FileTarget.Reading reading, String... seeds) {
    return new FolderTarget(name, file, FileTarget.bytes(seeds), Map.of(), reading);
  }

  @Override
  public String suffix() {
    return file.substring(file.lastIndexOf('.'));
  }

  @Override
  public long parse(Path mutated) throws IOException {
    Path folder = mutated.resolveSibling(mutated.getFileName() + ".d");
    Files.createDirectory(folder);
    try {
      for (Map.Entry<String, byte[]> other : beside.entrySet()) {
        Files.write(folder.resolve(other.getKey()), other.getValue());
      }
      Files.copy(mutated, folder.resolve(file));
      return reading.of(folder);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path f : files.toList()) {
          Files.delete(f);
        }
      }
      Files.delete(folder);
    }
  }

  /** Buffers and class tables of the libraries below, and the files beside. */
  @Override
  public long allocationBound(long fileBytes) {
    return (32L << 20) + 256 * fileBytes;
  }
}
