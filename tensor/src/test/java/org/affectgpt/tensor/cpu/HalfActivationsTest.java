package org.affectgpt.tensor.cpu;

import static org.affectgpt.tensor.cpu.Operands.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.function.Consumer;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionKernels;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.MatrixLayout;
import org.affectgpt.tensor.backend.MemoryScope;
import org.affectgpt.tensor.backend.RowKernels;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.Half;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What kernels read or write in 16 bits has the bits of F32 kernels, rounded once. */
class HalfActivationsTest {
  private final CpuBackend backend = CpuBackend.create(2);

  @AfterEach
  void close() {
    backend.close();
  }

  private static float rounded(DType dtype, float x) {
    return switch (dtype) {
      case BF16 -> Half.fromBf16(Half.toBf16(x));
      case F16 -> Half.fromF16(Half.toF16(x));
      default -> x;
    };
  }

  private static float[] rounded(DType dtype, float[] x) {
    float[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = rounded(dtype, y[i]);
    }
    return y;
  }

  private Tensor of(DType dtype, float[] values) {
    Tensor t = Tensor.empty(backend, dtype, Shape.of(values.length));
    t.set(values);
    return t;
  }

  /** Runs a kernel on an output of either type, past whose end nothing may be written. */
  private void sameRounded(int n, Consumer<View> kernel) {
    Tensor wide = of(DType.F32, normal(n + 3, 7));
    kernel.accept(wide.view().plus(2));
    for (DType dtype : new DType[] {DType.BF16, DType.F16}) {
      Tensor half = of(dtype, normal(n + 3, 7));
      kernel.accept(half.view().plus(2));
      assertArrayEquals(rounded(dtype, wide.toFloats()), half.toFloats(), dtype.name());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "F16"})
  void uploadsRoundToTheNearestEven(DType dtype) {
    float[] values = {1f, 1.00390625f, 1.01171875f, -3.3e-5f, 70000f, Float.NaN, 1e-45f, -0f};
    Tensor t = Tensor.zeros(backend, dtype, Shape.of(10));
    assertArrayEquals(new float[10], t.toFloats());
    backend.upload(values, 1, t.view().plus(2), 7);
    float[] expected = new float[10];
    System.arraycopy(rounded(dtype, values), 1, expected, 2, 7);
    assertArrayEquals(expected, t.toFloats());
    assertArrayEquals(expected, t.copy().toFloats());
    assertEquals(1f, rounded(DType.BF16, values[1]), "a tie goes to the even neighbour");
    assertEquals(1.015625f, rounded(DType.BF16, values[2]), "a tie goes to the even neighbour");
  }

  @Test
  void scopesTakeThemBack() {
    Tensor outside = of(DType.F32, new float[1]);
    Tensor kept;
    Tensor lost;
    try (MemoryScope scope = backend.scope()) {
      lost = Tensor.empty(backend, DType.BF16, Shape.of(40));
      kept = of(DType.BF16, new float[] {5}).keepWith(outside);
    }
    assertThrows(IllegalStateException.class, lost::toFloats);
    assertEquals(5, kept.item());
  }

  @ParameterizedTest
  @CsvSource({"1,7,64,1", "5,33,40,2", "13,70,17,3", "40,65,600,1", "3,4,0,1", "0,4,3,1"})
  void products(int m, int n, int k, int batch) {
    for (int form = 0; form < 8; form++) {
      boolean transA = (form & 1) != 0;
      boolean transB = (form & 2) != 0;
      MatrixLayout a = layout(transA, transA ? k : m, transA ? m : k);
      MatrixLayout b = layout(transB, transB ? n : k, transB ? k : n);
      MatrixLayout c = layout(false, m, n);
      Gemm d = new Gemm(m, n, k, batch, a, b, c, (form & 4) != 0);
      for (DType dtype : new DType[] {DType.BF16, DType.F16}) {
        products(d, dtype);
      }
    }
  }

  private static MatrixLayout layout(boolean transposed, int rows, int columns) {
    return new MatrixLayout(transposed, columns + 2, (columns + 2L) * rows + 1);
  }

  private void products(Gemm d, DType dtype) {
    float[] a = rounded(dtype, normal((int) d.a().stride() * d.batch(), 1));
    float[] b = rounded(dtype, normal((int) d.b().stride() * d.batch(), 2));
    float[] before = rounded(dtype, normal((int) d.c().stride() * d.batch(), 3));
    View wideA = of(DType.F32, a).view();
    View wideB = of(DType.F32, b).view();
    View halfA = of(dtype, a).view();
    View halfB = of(dtype, b).view();
    Tensor c = of(DType.F32, before);
    backend.matrix().gemm(d, wideA, wideB, c.view());
    Tensor mixed = of(DType.F32, before);
    backend.matrix().gemm(d, halfA, wideB, mixed.view());
    assertArrayEquals(c.toFloats(), mixed.toFloats());
    Tensor both = of(DType.F32, before);
    backend.matrix().gemm(d, halfA, halfB, both.view());
    assertArrayEquals(c.toFloats(), both.toFloats());
    Tensor half = of(dtype, before);
    if (d.accumulate()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> backend.matrix().gemm(d, halfA, halfB, half.view()));
      return;
    }
    Epilogue gated =
        Epilogue.bias(of(DType.F32, normal(d.n(), 4)).view())
            .then(Unary.SILU)
            .joined(Binary.MUL, of(DType.F32, normal(before.length, 5)).view());
    backend.matrix().gemm(d, wideA, wideB, c.view(), gated);
    backend.matrix().gemm(d, halfA, halfB, half.view(), gated);
    assertArrayEquals(rounded(dtype, c.toFloats()), half.toFloats());
  }

  @Test
  void norms() {
    int rows = 9;
    int columns = 67;
    var dims = new RowKernels.Norm(rows, columns, 1e-5f);
    View x = of(DType.F32, normal(rows * columns, 1)).view();
    View w = of(DType.F32, normal(columns, 2)).view();
    View b = of(DType.F32, normal(columns, 3)).view();
    View mean = of(DType.F32, new float[rows]).view();
    View rstd = of(DType.F32, new float[rows]).view();
    var affine = new RowKernels.Affine(w, b);
    var kept = new RowKernels.Statistics(mean, rstd);
    RowKernels kernels = backend.rows();
    sameRounded(rows * columns, y -> kernels.layerNorm(dims, x, affine, y, kept));
    sameRounded(rows * columns, y -> kernels.rmsNorm(dims, x, w, y, rstd));
  }

  @Test
  void gatedActivations() {
    View gate = of(DType.F32, normal(1001, 1)).view();
    View up = of(DType.F32, normal(1001, 2)).view();
    sameRounded(1001, y -> backend.elementwise().swiGlu(gate, up, y, 1001));
  }

  @ParameterizedTest
  @CsvSource({"1,9", "7,7", "30,40"})
  void attention(int queries, int keys) {
    var pattern = AttentionPattern.causal(keys - queries);
    var d = new AttentionKernels.Dims(2, queries, keys, 4, 2, 8, 0.3f, pattern);
    int n = 2 * queries * 4 * 8;
    int cached = 2 * keys * 2 * 8;
    View q = of(DType.F32, normal(n, 1)).view();
    View k = of(DType.F32, normal(cached, 2)).view();
    View v = of(DType.F32, normal(cached, 3)).view();
    var in = new AttentionKernels.Inputs(q, k, v, null);
    View sums = of(DType.F32, new float[2 * 4 * queries]).view();
    AttentionKernels kernels = backend.attention();
    sameRounded(n, y -> kernels.forward(d, in, new AttentionKernels.Outputs(y, sums)));
    Tensor out = of(DType.BF16, new float[n]);
    kernels.forward(d, in, new AttentionKernels.Outputs(out.view(), sums));
    float[][] gradients = new float[2][];
    DType[] types = {DType.BF16, DType.F32};
    for (int i = 0; i < types.length; i++) {
      View seen = of(types[i], out.toFloats()).view();
      Tensor dx = of(DType.F32, new float[n + 2 * cached]);
      View dq = dx.view();
      var to = new AttentionKernels.Gradients(dq, dq.plus(n), dq.plus(n + cached));
      View dy = of(DType.F32, normal(n, 4)).view();
      kernels.backward(d, in, new AttentionKernels.Outputs(seen, sums), dy, to);
      gradients[i] = dx.toFloats();
    }
    assertArrayEquals(gradients[1], gradients[0]);
  }

  @Test
  void tablesAndWrongTypes() {
    float[] table = rounded(DType.BF16, normal(12, 1));
    Tensor y = Tensor.empty(backend, 2, 3);
    View ids = Tensor.ofInts(backend, new int[] {3, 1}, 2).view();
    backend.index().gatherRows(of(DType.BF16, table).view(), ids, y.view(), 2, 3);
    assertArrayEquals(Arrays.copyOfRange(table, 9, 12), Arrays.copyOf(y.toFloats(), 3));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            backend
                .index()
                .copy2d(of(DType.F32, table).view(), 3, of(DType.BF16, table).view(), 3, 1, 3));
  }
}
