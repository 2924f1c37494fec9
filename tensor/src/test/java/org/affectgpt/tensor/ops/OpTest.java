package org.affectgpt.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.TestThreads;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.ops.elementwise.Add;
import org.affectgpt.tensor.ops.rows.ArgMax;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, over random shapes: forward and backward in float64 and against PyTorch. */
final class OpTest {
  private static final int SEEDS = 25;
  private static final Backend ONE = Backends.open("cpu", 1);
  private static final Backend MANY = Backends.open("cpu", TestThreads.MANY);

  @AfterAll
  static void close() {
    ONE.close();
    MANY.close();
  }

  static List<OpCase.Family> families() {
    List<OpCase.Family> all = new ArrayList<>();
    all.addAll(ElementwiseCases.families());
    all.addAll(MatrixCases.families());
    all.addAll(RowCases.families());
    all.add(AttentionCases.family());
    all.addAll(ShapeCases.families());
    return all;
  }

  @ParameterizedTest
  @MethodSource("families")
  void agreesWithCentralDifferences(OpCase.Family family) {
    for (int seed = 0; seed < SEEDS; seed++) {
      OpChecks.againstFloat64(family.draw().apply(new Draw(seed)), MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void agreesWithPyTorch(OpCase.Family family) {
    for (int seed = 0; seed < SEEDS; seed++) {
      OpChecks.againstTorch(family.draw().apply(new Draw(seed)), MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void givesTheSameBitsOnAnyNumberOfThreads(OpCase.Family family) {
    for (int seed = 0; seed < 5; seed++) {
      OpChecks.sameBits(family.draw().apply(new Draw(seed)), ONE, MANY);
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void givesTheSameBitsInMemoryThatAnotherStepHasUsed(OpCase.Family family) {
    for (int seed = 0; seed < 5; seed++) {
      OpChecks.sameBitsInScope(family.draw().apply(new Draw(seed)), ONE);
    }
  }

  @Test
  void everyOperationIsCovered() throws Exception {
    Set<String> covered =
        families().stream().map(f -> f.op().getSimpleName()).collect(Collectors.toSet());
    // The only one without a derivative; see below.
    covered.add(ArgMax.class.getSimpleName());
    assertEquals(new TreeSet<>(publicClasses()), new TreeSet<>(covered));
  }

  private static Set<String> publicClasses() throws IOException, ReflectiveOperationException {
    Path room = Path.of(URI.create(Add.class.getResource("Add.class").toString())).getParent();
    Path tensor = room.getParent().getParent();
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(tensor.resolve("ops"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String path = tensor.relativize(file).toString().replace(".class", "");
        Class<?> c = Class.forName("org.affectgpt.tensor." + path.replace('/', '.'));
        if (isOperation(c)) {
          names.add(c.getSimpleName());
        }
      }
    }
    return names;
  }

  /** Whether a public method of the class, named after it, makes a tensor: as {@code Add.add}. */
  private static boolean isOperation(Class<?> c) {
    String name = c.getSimpleName();
    return Stream.of(c.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getReturnType() == Tensor.class)
        .anyMatch(m -> m.getName().regionMatches(true, 0, name, 0, name.length()));
  }

  @Test
  void argMaxHasNoDerivativeAndSaysSo() {
    Tensor x = Tensor.of(ONE, new float[] {1, 5, 5, 7, 0, 2}, 2, 3).requiresGrad(true);
    Tensor y = ArgMax.argMax(x, -1);
    org.junit.jupiter.api.Assertions.assertArrayEquals(new int[] {1, 0}, y.toInts());
    Tensor seed = Tensor.zeros(ONE, 2);
    var e = assertThrows(UnsupportedOperationException.class, () -> y.backward(seed));
    assertTrue(e.getMessage().contains("argMax"), e.getMessage());
  }
}
