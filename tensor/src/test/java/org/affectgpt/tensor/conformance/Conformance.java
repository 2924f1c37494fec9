package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.affectgpt.tensor.InputException;

/** The cases of the suite, by family and by kernel. */
public final class Conformance {
  private static final String BACKEND = "affectgpt.backend";
  private static final String KERNELS = "affectgpt.conformance.kernels";

  private Conformance() {}

  /** The families of kernels, as {@link org.affectgpt.tensor.backend.Backend} has them. */
  public enum Family {
    BACKEND,
    ELEMENTWISE,
    MATRIX,
    ROWS,
    ATTENTION,
    CONVOLUTION,
    INDEX,
    OPTIMIZER
  }

  /** The backend that {@code -Daffectgpt.backend} names, {@code cpu} without. */
  public static String backend() {
    return System.getProperty(BACKEND, "cpu");
  }

  /** What {@code -Daffectgpt.conformance.kernels} asks for: names of kernels or of families. */
  public static List<String> kernels() {
    String asked = System.getProperty(KERNELS, "");
    return asked.isBlank() ? List.of() : List.of(asked.trim().split("\\s*,\\s*"));
  }

  /** Every case of a family. */
  public static List<ConformanceCase> cases(Family family) {
    List<ConformanceCase> all = new ArrayList<>();
    switch (family) {
      case BACKEND -> all.addAll(BackendCases.all());
      case ELEMENTWISE -> {
        all.addAll(UnaryCases.all());
        all.addAll(BinaryCases.all());
        all.addAll(ElementwiseCases.all());
      }
      case MATRIX -> {
        all.addAll(MatrixCases.all());
        all.addAll(StoredMatrixCases.all());
        all.addAll(EpilogueCases.all());
        all.addAll(HalfMatrixCases.all());
      }
      case ROWS -> {
        all.addAll(SoftmaxCases.all());
        all.addAll(NormCases.all());
        all.addAll(GroupNormCases.all());
        all.addAll(RowCases.all());
      }
      case ATTENTION -> all.addAll(AttentionCases.all());
      case CONVOLUTION -> all.addAll(ConvolutionCases.all());
      case INDEX -> all.addAll(IndexCases.all());
      case OPTIMIZER -> all.addAll(OptimizerCases.all());
    }
    return all;
  }

  /** Every case of the suite. */
  public static List<ConformanceCase> cases() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Family family : Family.values()) {
      all.addAll(cases(family));
    }
    return all;
  }

  /** Whether a case is one of the kernels asked for; with none asked for, all are. */
  static boolean asked(ConformanceCase c, List<String> kernels) {
    return kernels.isEmpty()
        || kernels.stream().anyMatch(k -> c.kernel().equals(k) || c.kernel().startsWith(k + "."));
  }

  /**
   * Refuses a filter that no case answers to, so that a misspelt one does not pass for a success.
   *
   * @throws InputException naming the kernels there are
   */
  static void check(List<String> kernels) {
    TreeSet<String> names = new TreeSet<>();
    List<ConformanceCase> all = cases();
    all.forEach(c -> names.add(c.kernel()));
    for (String k : kernels) {
      if (all.stream().noneMatch(c -> asked(c, List.of(k)))) {
        throw new InputException(
            "-D" + KERNELS + ": no kernel '" + k + "'; there are " + String.join(", ", names));
      }
    }
  }
}
