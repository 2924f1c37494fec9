package org.affectgpt.tensor.conformance;

/** One check of a backend, with a name by which a failure is found again. */
public interface ConformanceCase {
  /** What is checked: {@code matrix.gemm}, {@code rows.softmax}, {@code backend.upload}. */
  String kernel();

  /** The kernel with types, dimensions and options; no two cases have the same. */
  String name();

  /**
   * Runs the case.
   *
   * @throws AssertionError naming the case, the backend and what is wrong
   */
  void check(BackendPair backends);
}
