package org.affectgpt.tools.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tools.rehearse.RandomWeights;

/**
 * One row of activations times a stored weight {@code NxK}, the step of decoding. Weights lie in
 * native memory as mapped ones do, and runs rotate through half a gigabyte of them as through the
 * layers of a model, so that no cache helps.
 */
final class GemvBench implements Bench {
  private static final int N = 18944;
  private static final int K = 3584;
  private static final long ROTATED = 512L << 20;

  @Override
  public String name() {
    return "gemv";
  }

  @Override
  public List<Case> cases() {
    return Stream.of(
            DType.F32,
            DType.BF16,
            DType.F16,
            DType.Q8_0_R64,
            DType.Q4_0_R64,
            DType.Q8_0,
            DType.Q4_0)
        .map(GemvBench::of)
        .toList();
  }

  private static Case of(DType dtype) {
    String name = N + "x" + K + "-" + dtype.name().toLowerCase(Locale.ROOT);
    double bytes = dtype.bytes((long) N * K);
    return Case.bytes("gemv", name, bytes, backend -> setup(dtype, backend));
  }

  private static Runnable setup(DType dtype, Backend backend) {
    long elements = (long) N * K;
    int copies = (int) Math.max(1, Math.round((double) ROTATED / dtype.bytes(elements)));
    View weights =
        new RandomWeights(new CounterRng(2))
            .tensor(backend, dtype, Shape.of(copies * N, K), 0, 1 / Math.sqrt(K))
            .view();
    Operands of = new Operands(backend);
    Gemm d = Gemm.of(false, true, 1, N, K);
    View x = of.random(1, K);
    View y = of.zeros(1, N);
    int[] turn = new int[1];
    return () -> {
      turn[0] = (turn[0] + 1) % copies;
      backend.matrix().gemm(d, x, weights.plus(turn[0] * elements), y);
    };
  }
}
