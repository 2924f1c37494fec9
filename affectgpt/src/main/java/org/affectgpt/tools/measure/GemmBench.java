package org.affectgpt.tools.measure;

import java.util.List;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;

/**
 * Matrix products, named {@code MxNxK} with B transposed as the weight of a linear layer is; four
 * numbers begin with a batch. {@code nn} and {@code tn} are what its backward pass needs: B as it
 * lies for the input's gradient, A transposed for the weight's.
 */
final class GemmBench implements Bench {
  @Override
  public String name() {
    return "gemm";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        linear(512, 3584, 3584),
        linear(512, 18944, 3584),
        linear(2056, 1024, 1024),
        linear(2056, 4096, 1024),
        linear(128, 128, 128),
        linear(16, 3584, 3584),
        of("nn-2056x1024x1024", Gemm.of(false, false, 2056, 1024, 1024)),
        of("tn-1024x1024x2056", Gemm.of(true, false, 1024, 1024, 2056)),
        of("tn-128x352x1760", Gemm.of(true, false, 128, 352, 1760)),
        of("128x257x257x64", Gemm.of(false, true, 257, 257, 64).batched(128)),
        of("nn-128x257x64x257", Gemm.of(false, false, 257, 64, 257).batched(128)));
  }

  private static Case linear(int m, int n, int k) {
    return of(m + "x" + n + "x" + k, Gemm.of(false, true, m, n, k));
  }

  private static Case of(String name, Gemm d) {
    double flops = 2.0 * d.batch() * d.m() * d.n() * d.k();
    double floats =
        d.batch() * ((double) d.m() * d.k() + (double) d.k() * d.n() + (double) d.m() * d.n());
    Work work = new Work(flops, Float.BYTES * floats);
    return Case.operations("gemm", name, work, backend -> setup(d, backend));
  }

  private static Runnable setup(Gemm d, Backend backend) {
    Operands of = new Operands(backend);
    View a = of.random(d.batch(), d.m(), d.k());
    View b = of.random(d.batch(), d.n(), d.k());
    View c = of.zeros(d.batch(), d.m(), d.n());
    return () -> backend.matrix().gemm(d, a, b, c);
  }
}
