package org.affectgpt.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What an output folder says of itself, in {@code .affectgpt.json}: who made it, of what, and which
 * files are therefore ours. Only those are ever replaced or removed.
 *
 * @param command the command that made the folder
 * @param files ours, relative to the folder, with slashes
 * @param facts what the content depends on: names and values
 */
public record OutputMark(String command, List<String> files, Map<String, String> facts) {
  static final String FILE = ".affectgpt.json";

  public OutputMark {
    files = List.copyOf(files);
    facts = new TreeMap<>(facts);
  }

  /** The mark of a folder; null if it has none. */
  static @Nullable OutputMark read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      return new ObjectMapper().readValue(Files.readAllBytes(file), OutputMark.class);
    } catch (IOException e) {
      throw new InputException(
          file + ": is damaged, so that nobody knows whose files these are; choose another folder",
          e);
    }
  }

  /** Writes it into a folder. */
  void write(Path folder) {
    try {
      AtomicFile.write(
          folder.resolve(FILE),
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Removes our files, first those that make the rest look whole, and folders left empty. */
  void remove(Path folder, List<String> first) throws IOException {
    for (String name : first) {
      if (files.contains(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    for (String name : files) {
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        continue; // a mark that was tampered with
      }
      Files.deleteIfExists(file);
      Path parent = file.getParent();
      while (parent != null && !parent.equals(folder) && parent.startsWith(folder)) {
        if (!Files.isDirectory(parent) || !Folders.isEmpty(parent)) {
          break;
        }
        Files.delete(parent);
        parent = parent.getParent();
      }
    }
  }
}
