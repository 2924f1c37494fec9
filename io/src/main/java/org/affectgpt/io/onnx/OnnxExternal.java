package org.affectgpt.io.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.affectgpt.io.stored.MappedFile;
import org.affectgpt.tensor.InputException;

/** Tensors whose bytes lie in a file beside the model, each file mapped once. */
final class OnnxExternal {
  private final Path model;
  private final Arena arena;
  private final Map<Path, MemorySegment> mapped = new HashMap<>();

  OnnxExternal(Path model, Arena arena) {
    this.model = model;
    this.arena = arena;
  }

  /** The file that {@code location} names, which lies in the model's folder or below it. */
  Path path(Map<String, String> outside) {
    String location = outside.getOrDefault("location", "");
    try {
      Path relative = Path.of(location).normalize();
      boolean below =
          !location.isBlank()
              && !relative.isAbsolute()
              && !relative.startsWith("..")
              && location.chars().noneMatch(Character::isISOControl);
      if (below) {
        return model.resolveSibling(relative);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    throw new InputException(
        model + ": damaged ONNX file: data of a tensor lies outside of the model's folder");
  }

  /** The bytes of a tensor that needs {@code bytes} of them. */
  MemorySegment data(Map<String, String> outside, String named, long bytes) {
    Path path = path(outside);
    if (!path.toFile().isFile()) {
      throw new InputException(
          model + ": " + named + " lies in " + path + ", which is missing; put it there");
    }
    MemorySegment all = mapped.computeIfAbsent(path, p -> MappedFile.map(p, arena));
    long offset = number(outside, "offset", 0, named);
    long length = number(outside, "length", bytes, named);
    if (length != bytes || offset > all.byteSize() - bytes) {
      throw new InputException(
          model
              + ": "
              + named
              + " takes "
              + bytes
              + " bytes, but has "
              + length
              + " from "
              + offset
              + " on in "
              + path
              + " of "
              + all.byteSize()
              + " bytes; one of the two files is damaged or of another export");
    }
    return all.asSlice(offset, bytes);
  }

  private long number(Map<String, String> outside, String key, long other, String named) {
    String text = outside.get(key);
    try {
      long value = text == null ? other : Long.parseLong(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InputException(
        model + ": damaged ONNX file: the " + key + " of " + named + " is no number");
  }
}
