package org.affectgpt.test.conformance;

import java.util.List;
import org.affectgpt.tensor.conformance.BackendConformance;

/**
 * The suite from the test jar of {@code tensor}, as the module of another backend runs it: here a
 * few kernels, on the CPU.
 */
final class BackendOfAnotherModuleTest extends BackendConformance {
  BackendOfAnotherModuleTest() {
    super("cpu", List.of("backend", "index.gatherRows", "rows.softmax", "optimizer"));
  }
}
