package org.affectgpt.tensor.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.tensor.conformance.Conformance.Family;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The suite as a JUnit test: one dynamic test a case. A module with a backend extends it and adds
 * nothing; see the package's description for the command.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance {
  private final String backend;
  private final List<String> kernels;
  private BackendPair backends;

  /** The backend and kernels that the system properties ask for. */
  protected BackendConformance() {
    this(Conformance.backend(), Conformance.kernels());
  }

  /**
   * @param backend name of a provider, with a colon and a device's number if not the first
   * @param kernels names of kernels ({@code rows.softmax}) or families ({@code rows}), none for all
   */
  protected BackendConformance(String backend, List<String> kernels) {
    Conformance.check(kernels);
    this.backend = backend;
    this.kernels = kernels;
  }

  @BeforeAll
  final void open() {
    backends = BackendPair.open(backend);
  }

  @AfterAll
  final void close() {
    if (backends != null) {
      backends.close();
    }
  }

  @TestFactory
  final Stream<DynamicTest> backend() {
    return tests(Family.BACKEND);
  }

  @TestFactory
  final Stream<DynamicTest> elementwise() {
    return tests(Family.ELEMENTWISE);
  }

  @TestFactory
  final Stream<DynamicTest> matrix() {
    return tests(Family.MATRIX);
  }

  @TestFactory
  final Stream<DynamicTest> rows() {
    return tests(Family.ROWS);
  }

  @TestFactory
  final Stream<DynamicTest> attention() {
    return tests(Family.ATTENTION);
  }

  @TestFactory
  final Stream<DynamicTest> convolution() {
    return tests(Family.CONVOLUTION);
  }

  @TestFactory
  final Stream<DynamicTest> index() {
    return tests(Family.INDEX);
  }

  @TestFactory
  final Stream<DynamicTest> optimizer() {
    return tests(Family.OPTIMIZER);
  }

  private Stream<DynamicTest> tests(Family family) {
    return Conformance.cases(family).stream()
        .filter(c -> Conformance.asked(c, kernels))
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> c.check(backends)));
  }
}
