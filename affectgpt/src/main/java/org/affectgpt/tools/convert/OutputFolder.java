package org.affectgpt.tools.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.inspect.WeightNames;

/**
 * A folder that is filled under a temporary name beside its place and appears when it is complete.
 * A model that is replaced loses its configuration first and gets the new one last, so that no half
 * of one ever looks whole; files that belong to no model stay.
 */
final class OutputFolder implements AutoCloseable {
  private static final List<String> CONFIGS = List.of(ModelFolder.CONFIG, HuggingFaceFolder.CONFIG);

  private final Path target;
  private final Path temporary;
  private final Thread cleaner = new Thread(this::remove);
  private boolean done;

  /**
   * @param force whether a model in the folder may be replaced
   * @throws InputException if the folder is in use or cannot be made
   */
  OutputFolder(Path out, boolean force) {
    target = out.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null || (Files.exists(target) && !Files.isDirectory(target))) {
      throw new InputException(out + ": is not a folder; choose another --out");
    }
    try {
      if (!force && Files.isDirectory(target) && !isEmpty(target)) {
        throw new InputException(
            out + ": holds files already; choose another --out, or --force to replace its model");
      }
      Files.createDirectories(parent);
      temporary = Files.createDirectory(Leftovers.temporaryFolder(target, parent));
    } catch (IOException e) {
      throw new InputException(out + ": cannot be made: " + e, e);
    }
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  /** Where the files go until {@link #commit}. */
  Path path() {
    return temporary;
  }

  /** Moves everything to its place. */
  void commit() {
    try {
      if (Files.isDirectory(target) && isEmpty(target)) {
        Files.delete(target);
      }
      if (Files.exists(target)) {
        replace();
      } else {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        done = true;
      }
    } catch (IOException e) {
      throw new InputException(target + ": cannot be written: " + e, e);
    }
  }

  private void replace() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(temporary)) {
      files =
          walk.filter(Files::isRegularFile)
              .map(temporary::relativize)
              .sorted(Comparator.comparingInt(OutputFolder::turn))
              .toList();
    }
    for (String config : CONFIGS) {
      Files.deleteIfExists(target.resolve(config));
    }
    for (Path folder : files.stream().map(f -> parent(target.resolve(f))).distinct().toList()) {
      Files.createDirectories(folder);
      removeModel(folder);
    }
    for (Path file : files) {
      Files.move(
          temporary.resolve(file), target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no parent");
    }
    return parent;
  }

  /** Weights first, configurations of parts next, that of the whole last. */
  private static int turn(Path file) {
    boolean config = CONFIGS.contains(String.valueOf(file.getFileName()));
    return !config ? 0 : file.getNameCount() > 1 ? 1 : 2;
  }

  /** Old weights in another layout would be found before the new ones. */
  private static void removeModel(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        if (WeightNames.isWeights(file) || name.endsWith(".index.json") || CONFIGS.contains(name)) {
          Files.delete(file);
        }
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private void remove() {
    if (done) {
      return;
    }
    try {
      Leftovers.removeTree(temporary);
    } catch (IOException e) {
      // it is gone already, or will be found under its temporary name
    }
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      // the virtual machine is ending and the hook is at work
    }
  }
}
