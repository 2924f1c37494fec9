package org.affectgpt.io.gguf;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/**
 * Models in several files, as llama.cpp's {@code gguf-split} makes them: {@code
 * NAME-00001-of-00003.gguf} and so on. The first has the metadata, each has its tensors.
 */
final class GgufParts {
  private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");
  private static final String NUMBER = "split.no";
  private static final String COUNT = "split.count";
  private static final String TENSORS = "split.tensors.count";

  private final Path first;
  private final String stem;
  private final int count;

  private GgufParts(Path first, String stem, int count) {
    this.first = first;
    this.stem = stem;
    this.count = count;
  }

  /**
   * The tensors of all parts; those of the file alone where it is whole.
   *
   * @throws InputException if the file is not the first part, or another part is missing or does
   *     not belong to it
   */
  static Map<String, TensorEntry> join(
      Path path, GgufMetadata metadata, Map<String, TensorEntry> own, Arena arena) {
    int count = (int) Math.min(99999, metadata.integer(COUNT, 1));
    if (count <= 1) {
      return own;
    }
    String file = String.valueOf(path.getFileName());
    Matcher name = NAME.matcher(file);
    boolean named = name.matches();
    long number = metadata.integer(NUMBER, 0);
    if (number != 0) {
      String begin = named ? ", " + part(name.group(1), 0, count) : "";
      throw new InputException(
          path
              + ": is part "
              + (number + 1)
              + " of "
              + count
              + " of a split model; give its first part"
              + begin);
    }
    if (!named || !part(name.group(1), 0, count).equals(file)) {
      throw new InputException(
          path
              + ": is part 1 of "
              + count
              + " of a split model, and its parts are found by their names; rename it to end in "
              + part("", 0, count));
    }
    return new GgufParts(path, name.group(1), count).all(metadata, own, arena);
  }

  private static String part(String stem, int index, int count) {
    return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", stem, index + 1, count);
  }

  private Map<String, TensorEntry> all(
      GgufMetadata metadata, Map<String, TensorEntry> own, Arena arena) {
    List<String> missing = new ArrayList<>();
    for (int i = 1; i < count && missing.size() < 5; i++) {
      if (!Files.isRegularFile(file(i))) {
        missing.add(part(stem, i, count));
      }
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          first
              + ": of its "
              + count
              + " parts these are missing: "
              + String.join(", ", missing)
              + "; put them beside it");
    }
    Map<String, TensorEntry> all = new LinkedHashMap<>(own);
    for (int i = 1; i < count; i++) {
      add(i, arena, all);
    }
    long promised = metadata.integer(TENSORS, all.size());
    if (promised != all.size()) {
      throw new InputException(
          first
              + ": its parts hold "
              + all.size()
              + " tensors, but metadata '"
              + TENSORS
              + "' says "
              + promised
              + "; a part is of another model or damaged");
    }
    return all;
  }

  private Path file(int index) {
    return first.resolveSibling(part(stem, index, count));
  }

  private void add(int index, Arena arena, Map<String, TensorEntry> all) {
    GgufFile part = GgufFile.single(file(index), arena);
    long number = part.metadata().integer(NUMBER, -1);
    long whole = part.metadata().integer(COUNT, -1);
    if (number != index || whole != count) {
      throw new InputException(
          part.path()
              + (whole < 0
                  ? ": does not say that it is a part of a model, let alone part "
                  : ": says that it is part " + (number + 1) + " of " + whole + ", not part ")
              + (index + 1)
              + " of "
              + count
              + "; the parts do not belong together");
    }
    for (TensorEntry entry : part.entries()) {
      if (all.put(entry.name(), entry) != null) {
        throw new InputException(
            part.path()
                + ": tensor '"
                + entry.name()
                + "' is in another part too; the parts do not belong together");
      }
    }
  }
}
