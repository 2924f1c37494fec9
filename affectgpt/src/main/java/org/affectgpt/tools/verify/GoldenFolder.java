package org.affectgpt.tools.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.emotion.wheel.EmotionWheels;
import org.affectgpt.emotion.wheel.OfficialWheels;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * A folder with {@code golden.json} (kind, bound, paths relative to the folder), inputs, what a
 * reference computed from them, and perhaps a model.
 */
public final class GoldenFolder implements AutoCloseable {
  private static final String SETTINGS = "golden.json";

  private final Path path;
  private final JsonNode settings;
  private @Nullable SafeTensorsFile inputs;
  private @Nullable SafeTensorsFile expected;

  private GoldenFolder(Path path, JsonNode settings) {
    this.path = path;
    this.settings = settings;
  }

  /**
   * Opens a folder.
   *
   * @throws InputException when {@code golden.json} is missing or damaged
   */
  public static GoldenFolder open(Path path) {
    Path file = path.resolve(SETTINGS);
    JsonNode settings = read(file);
    if (!settings.path("kind").isTextual() || !(settings.path("rel_l2").asDouble(-1) >= 0)) {
      throw new InputException(file + ": needs a kind and a bound rel_l2");
    }
    return new GoldenFolder(path, settings);
  }

  /**
   * The golden folder {@code path}, or those directly in it.
   *
   * @throws InputException when it is neither golden nor holds a golden folder
   */
  public static List<Path> find(Path path) {
    if (isGolden(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new InputException(path + ": no such folder; check the path");
    }
    try (Stream<Path> children = Files.list(path)) {
      List<Path> all =
          children.filter(GoldenFolder::isGolden).sorted(Comparator.naturalOrder()).toList();
      if (all.isEmpty()) {
        throw new InputException(
            path + ": not a golden folder: no " + SETTINGS + " in or below it");
      }
      return all;
    } catch (IOException e) {
      throw new InputException(path + ": cannot be listed: " + InputFile.reason(e), e);
    }
  }

  private static boolean isGolden(Path path) {
    return Files.isRegularFile(path.resolve(SETTINGS));
  }

  public Path path() {
    return path;
  }

  public String kind() {
    return settings.get("kind").textValue();
  }

  /** The relative L2 error that a tensor may have. */
  public double bound() {
    return settings.get("rel_l2").doubleValue();
  }

  /** Whether {@code golden.json} holds true for {@code key}. */
  boolean says(String key) {
    return settings.path(key).asBoolean();
  }

  /** Whether the folder has a file. */
  boolean has(String file) {
    return Files.isRegularFile(path.resolve(file));
  }

  /** A file or folder that {@code golden.json} names by {@code key}. */
  Path linked(String key) {
    if (!settings.path(key).isTextual()) {
      throw new InputException(path.resolve(SETTINGS) + ": lacks '" + key + "'");
    }
    return path.resolve(settings.get(key).textValue()).normalize();
  }

  /**
   * The original's emotion wheels.
   *
   * @param given the folder of their tables, if not the one that {@code golden.json} names
   */
  EmotionWheels wheels(@Nullable Path given) {
    Path tables = given == null ? linked("tables") : given;
    if (!Files.isDirectory(tables)) {
      throw new InputException(
          path.resolve(SETTINGS)
              + ": the emotion wheels' tables are not at "
              + tables
              + "; give their folder with --wheels DIR");
    }
    return OfficialWheels.load(tables);
  }

  /** A file of the folder as JSON. */
  JsonNode json(String file) {
    return read(path.resolve(file));
  }

  private static JsonNode read(Path file) {
    InputFile.require(file, "missing; the golden folder is incomplete");
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new InputException(
          file + ": is not valid JSON at line " + e.getLocation().getLineNr(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /** What the reference was given. */
  SafeTensorsFile inputs() {
    SafeTensorsFile file = inputs;
    if (file == null) {
      file = SafeTensorsFile.open(path.resolve("inputs.safetensors"));
      inputs = file;
    }
    return file;
  }

  /** What the reference computed; some kinds keep it in other files. */
  Collection<TensorEntry> expected() {
    Path file = path.resolve("expected.safetensors");
    if (!Files.exists(file)) {
      return List.of();
    }
    SafeTensorsFile opened = expected;
    if (opened == null) {
      opened = SafeTensorsFile.open(file);
      expected = opened;
    }
    return opened.entries();
  }

  Tensor input(String name, Backend backend) {
    return ModuleWeights.tensor(inputs().entry(name), backend);
  }

  /** An integer matrix of the inputs. */
  int[][] rows(String name) {
    return rows(inputs().entry(name));
  }

  /** The rows of an integer matrix; its leading dimensions count as one. */
  static int[][] rows(TensorEntry e) {
    int[] shape = e.intShape();
    int width = shape.length == 0 ? 0 : shape[shape.length - 1];
    if (width == 0) {
      throw new InputException(e.file() + ": tensor '" + e.name() + "' has no rows");
    }
    int[] flat = e.toInts();
    int[][] rows = new int[flat.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }

  /** An array of integers; anything else gives zeros. */
  static int[] ints(JsonNode array) {
    return array.valueStream().mapToInt(JsonNode::asInt).toArray();
  }

  @Override
  public void close() {
    Stream.of(inputs, expected).filter(f -> f != null).forEach(SafeTensorsFile::close);
  }
}
