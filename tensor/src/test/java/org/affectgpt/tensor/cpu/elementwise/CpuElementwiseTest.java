package org.affectgpt.tensor.cpu.elementwise;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

/** What the CPU's functions of single values promise beyond the interface. */
final class CpuElementwiseTest {
  @Test
  void aValueDoesNotDependOnItsPlace() {
    try (Backend b = CpuBackend.create(1)) {
      Tensor x = normal(b, 3, 64);
      for (Unary op : Unary.values()) {
        Tensor whole = Tensor.zeros(b, 64);
        b.elementwise().unary(op, x.view(), whole.view(), 64);
        for (int from = 0; from < 20; from++) {
          int n = 21;
          Tensor part = Tensor.zeros(b, n);
          b.elementwise().unary(op, x.view().plus(from), part.view(), n);
          float[] expected = new float[n];
          System.arraycopy(whole.toFloats(), from, expected, 0, n);
          assertArrayEquals(expected, part.toFloats(), op.name());
        }
      }
    }
  }
}
