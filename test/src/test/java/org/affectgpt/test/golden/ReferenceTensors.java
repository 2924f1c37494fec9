package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** Inputs of a golden folder, and what the reference computed from them. */
final class ReferenceTensors implements AutoCloseable {
  private static final Path SMALL = Path.of("src/test/resources/golden");
  private static final Path SHARED = Path.of("../../shared/golden");

  private final Path path;
  private final double bound;
  private final SafeTensorsFile inputs;
  private final SafeTensorsFile expected;

  ReferenceTensors(Path path) {
    this.path = path;
    this.inputs = SafeTensorsFile.open(path.resolve("inputs.safetensors"));
    this.expected = SafeTensorsFile.open(path.resolve("expected.safetensors"));
    try {
      bound =
          new ObjectMapper()
              .readTree(path.resolve("golden.json").toFile())
              .get("rel_l2")
              .doubleValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our own small folders of a kind, and the shared ones where they are present. */
  static Stream<Path> ofKind(String kind) {
    return Stream.of(SMALL, SHARED)
        .filter(Files::isDirectory)
        .flatMap(
            root -> {
              try (Stream<Path> children = Files.list(root)) {
                return children.sorted(Comparator.naturalOrder()).toList().stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .filter(f -> kindOf(f).equals(kind));
  }

  private static String kindOf(Path folder) {
    Path json = folder.resolve("golden.json");
    try {
      return Files.exists(json)
          ? new ObjectMapper().readTree(json.toFile()).path("kind").asText("")
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String file) {
    try {
      return Files.readString(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Tensor input(String name, Backend backend) {
    return ModuleWeights.tensor(inputs.entry(name), backend);
  }

  float[] inputFloats(String name) {
    return inputs.entry(name).toFloats();
  }

  /** An integer matrix of the inputs. */
  int[][] inputRows(String name) {
    return rows(inputs.entry(name));
  }

  private static int[][] rows(TensorEntry e) {
    int[] flat = e.toInts();
    int[] shape = e.intShape();
    int[][] rows = new int[shape[0]][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * shape[1], (i + 1) * shape[1]);
    }
    return rows;
  }

  void check(String name, Tensor actual) {
    assertArrayEquals(expected.entry(name).intShape(), actual.shape().dims(), name);
    check(name, actual.toFloats());
  }

  /** Fails unless the relative L2 error is within the folder's bound. */
  void check(String name, float[] actual) {
    float[] wanted = expected.entry(name).toFloats();
    assertEquals(wanted.length, actual.length, name);
    double diff = 0;
    double norm = 0;
    for (int i = 0; i < wanted.length; i++) {
      diff += Math.pow((double) actual[i] - wanted[i], 2);
      norm += Math.pow(wanted[i], 2);
    }
    double error = Math.sqrt(diff / norm);
    assertTrue(error <= bound, () -> path + ": " + name + " is off by " + error);
  }

  @Override
  public void close() {
    inputs.close();
    expected.close();
  }
}
