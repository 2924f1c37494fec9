package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;

/** A folder with inputs, a model and what the reference computed from them. */
final class GoldenFolder implements AutoCloseable {
  private static final Path SMALL = Path.of("src/test/resources/golden");
  private static final Path SHARED = Path.of("../../shared/golden");

  private final Path path;
  private final double bound;
  private final SafeTensorsFile inputs;
  private final SafeTensorsFile expected;

  GoldenFolder(Path path) {
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

  /** Tensors of a model folder below this one: F32 copied, BF16 over the mapped bytes. */
  Map<String, Tensor> weights(String folder, Backend backend) {
    return tensors(SafeTensorsFolder.open(path.resolve(folder)), backend);
  }

  private static Map<String, Tensor> tensors(TensorSource source, Backend backend) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    source.entries().forEach(e -> all.put(e.name(), tensor(e, backend)));
    return all;
  }

  private static Tensor tensor(TensorEntry e, Backend backend) {
    if (e.type() == StoredType.BF16) {
      MemorySegment data = e.data();
      return Tensor.stored(backend, data, DType.BF16, Shape.of(e.intShape()));
    }
    return Tensor.of(backend, e.toFloats(), e.intShape());
  }

  Tensor input(String name, Backend backend) {
    return tensor(inputs.entry(name), backend);
  }

  float[] inputFloats(String name) {
    return inputs.entry(name).toFloats();
  }

  /** Pictures {@code [..., height, width, 3]}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Rgb(int count, int height, int width, byte[] rgb) {}

  Rgb inputRgb(String name) {
    int[] shape = inputs.entry(name).intShape();
    int[] values = inputInts(name);
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i];
    }
    int height = shape[shape.length - 3];
    int width = shape[shape.length - 2];
    return new Rgb(rgb.length / (3 * height * width), height, width, rgb);
  }

  int[] inputInts(String name) {
    return inputs.entry(name).toInts();
  }

  int[] expectedInts(String name) {
    return expected.entry(name).toInts();
  }

  /** An integer matrix of the inputs. */
  int[][] inputRows(String name) {
    return rows(inputs.entry(name));
  }

  int[][] expectedRows(String name) {
    return rows(expected.entry(name));
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

  /** Names of all expected tensors that begin with {@code prefix}. */
  List<String> expectedNames(String prefix) {
    return expected.entries().stream()
        .map(TensorEntry::name)
        .filter(n -> n.startsWith(prefix))
        .toList();
  }

  boolean expects(String name) {
    return expected.find(name) != null;
  }

  float[] expectedFloats(String name) {
    return expected.entry(name).toFloats();
  }

  int[] expectedShape(String name) {
    return expected.entry(name).intShape();
  }

  void check(String name, Tensor actual) {
    assertArrayEquals(expectedShape(name), actual.shape().dims(), name);
    check(name, actual.toFloats());
  }

  void check(String name, float[] actual) {
    close(name, expectedFloats(name), actual);
  }

  /** Every element within {@code atol + rtol |wanted|}. */
  void near(String name, float[] wanted, float[] actual, double atol, double rtol) {
    assertEquals(wanted.length, actual.length, name);
    for (int i = 0; i < wanted.length; i++) {
      double off = Math.abs((double) actual[i] - wanted[i]);
      assertTrue(
          off <= atol + rtol * Math.abs(wanted[i]),
          path + ": " + name + "[" + i + "] is off by " + off);
    }
  }

  /** Relative L2 error below the folder's bound. */
  void close(String name, float[] wanted, float[] actual) {
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
