package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionKernels.Gradients;
import org.affectgpt.tensor.backend.AttentionKernels.Inputs;
import org.affectgpt.tensor.backend.AttentionKernels.Outputs;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/** Attention and its gradients: every pattern, with and without hidden keys. */
final class AttentionCases {
  private AttentionCases() {}

  private static List<Dims> shapes() {
    AttentionPattern full = AttentionPattern.full();
    return List.of(
        dims(1, 1, 1, 1, 1, 1, full),
        dims(2, 0, 5, 2, 1, 8, full),
        dims(2, 3, 17, 4, 2, 24, full),
        dims(2, 33, 129, 2, 1, 33, full),
        dims(1, 100, 257, 3, 3, 64, full),
        dims(1, 13, 700, 2, 2, 17, full),
        dims(2, 17, 17, 4, 2, 32, AttentionPattern.causal(0)),
        dims(1, 129, 129, 4, 1, 128, AttentionPattern.causal(0)),
        dims(1, 450, 450, 1, 1, 24, AttentionPattern.causal(0)),
        dims(1, 2, 2000, 4, 2, 40, AttentionPattern.causal(1998)),
        dims(1, 20, 600 + 20 * 300, 2, 1, 16, AttentionPattern.decode(600, 300, 280)),
        dims(3, 1, 90, 4, 2, 32, AttentionPattern.causal(89)),
        dims(1, 5, 70, 2, 1, 40, AttentionPattern.causal(65)),
        dims(1, 1, 1300, 6, 2, 64, AttentionPattern.causal(1299)),
        dims(2, 100 + 4 * 35, 100 + 4 * 35, 4, 2, 32, AttentionPattern.branches(100, 35)),
        dims(1, 7 + 3 * 5, 7 + 3 * 5, 2, 2, 8, AttentionPattern.branches(7, 5)),
        dims(1, 4 * 6, 4 * 6, 2, 1, 8, AttentionPattern.branches(0, 6)),
        dims(3, 8, 100 + 8 * 35, 4, 2, 32, AttentionPattern.decode(100, 35, 20)),
        dims(2, 5, 3 + 5 * 4, 4, 4, 24, AttentionPattern.decode(3, 4, 0)),
        dims(1, 2, 2 * 70, 2, 1, 33, AttentionPattern.decode(0, 70, 69)));
  }

  private static Dims dims(
      int batch, int queries, int keys, int heads, int kvHeads, int dim, AttentionPattern p) {
    return new Dims(batch, queries, keys, heads, kvHeads, dim, 0.3f, p);
  }

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (Dims d : shapes()) {
      for (boolean masked : new boolean[] {false, true}) {
        String dims = text(d) + (masked ? " masked" : "");
        all.add(new KernelCase("attention.forward", dims, c -> forward(c, d, masked, true)));
        all.add(new KernelCase("attention.backward", dims, c -> backward(c, d, masked, DType.F32)));
      }
      if (d.keys() < 200) {
        for (DType type : new DType[] {DType.BF16, DType.F16}) {
          String of = type + " " + text(d);
          all.add(new KernelCase("attention.forward", of, c -> forward(c, d, type)));
          all.add(new KernelCase("attention.backward", of, c -> backward(c, d, false, type)));
        }
      }
      all.add(
          new KernelCase(
              "attention.forward", text(d) + " no sums", c -> forward(c, d, true, false)));
    }
    for (Dims d :
        List.of(
            dims(1, 1, 3, 1, 1, 1, AttentionPattern.decode(2, 1)),
            dims(2, 3, 7 + 3 * 5, 2, 2, 8, AttentionPattern.decode(7, 5)),
            dims(1, 4, 4 * 6, 2, 1, 33, AttentionPattern.decode(0, 6)),
            dims(2, 3, 300 + 3 * 700, 4, 2, 24, AttentionPattern.decode(300, 700)))) {
      for (boolean masked : new boolean[] {false, true}) {
        String dims = text(d) + (masked ? " masked" : "");
        for (DType type : Operand.FLOATS) {
          String of = type + " " + dims;
          all.add(new KernelCase("attention.decode", of, c -> decode(c, d, masked, type)));
        }
      }
    }
    return all;
  }

  private static String text(Dims d) {
    AttentionPattern p = d.pattern();
    return p.kind()
        + " "
        + d.batch()
        + "x"
        + d.queries()
        + "x"
        + d.keys()
        + " heads="
        + d.heads()
        + "/"
        + d.kvHeads()
        + " dim="
        + d.dim()
        + (p.kind() == AttentionPattern.Kind.FULL
            ? ""
            : " prefix=" + p.prefix() + " branch=" + p.branch() + " step=" + p.step());
  }

  /** What both directions read, and the oracle's answer. */
  private record Setting(
      float[] q,
      float[] k,
      float[] v,
      int @Nullable [] mask,
      float[] dOut,
      AttentionOracle oracle) {
    static Setting of(KernelCall c, Dims d, boolean masked) {
      int queries = d.batch() * d.queries() * d.heads() * d.dim();
      int keys = d.batch() * d.keys() * d.kvHeads() * d.dim();
      float[] q = c.uniform(queries);
      float[] k = c.uniform(keys);
      float[] v = c.uniform(keys);
      float[] dOut = c.uniform(queries);
      int[] mask = masked ? mask(c, d) : null;
      return new Setting(q, k, v, mask, dOut, new AttentionOracle(d, q, k, v, mask, dOut));
    }

    /** A third of the keys is hidden; the last sequence of a batch sees nothing at all. */
    private static int[] mask(KernelCall c, Dims d) {
      int[] mask = c.ints(d.batch() * d.keys(), 3);
      for (int i = (d.batch() - 1) * d.keys(); i < mask.length && d.batch() > 1; i++) {
        mask[i] = 0;
      }
      return mask;
    }
  }

  private static void forward(KernelCall c, Dims d, boolean masked, boolean sums) {
    forward(c, d, masked, sums, DType.F32);
  }

  private static void forward(KernelCall c, Dims d, DType type) {
    forward(c, d, false, true, type);
  }

  private static void forward(KernelCall c, Dims d, boolean masked, boolean sums, DType type) {
    Setting s = Setting.of(c, d, masked);
    Operand q = c.input("q", s.q);
    Operand k = c.input("k", s.k);
    Operand v = c.input("v", s.v);
    Operand mask = s.mask == null ? null : c.input("keyMask", s.mask);
    Operand out = c.output("out", type, Spans.all(s.q.length));
    Operand sum = sums ? c.output("logSumExp", s.oracle.sums.length) : null;
    c.expect(out, s.oracle.out, Tolerance.function(48).in(type));
    if (sum != null) {
      c.expect(sum, s.oracle.sums, Tolerance.function(32));
    }
    c.run(
        (b, o) -> {
          Inputs in = new Inputs(o.of(q), o.of(k), o.of(v), o.orNull(mask));
          b.attention().forward(d, in, new Outputs(o.of(out), o.orNull(sum)));
        });
  }

  /** Every query of every sequence has come to a step of its own. */
  private static void decode(KernelCall c, Dims d, boolean masked, DType type) {
    Setting s = Setting.of(c, d, masked);
    int prefix = d.pattern().prefix();
    int branch = d.pattern().branch();
    int[] steps = c.ints(d.batch() * d.queries(), branch);
    int[] last = new int[steps.length];
    Arrays.setAll(last, i -> prefix + i % d.queries() * branch + steps[i]);
    AttentionOracle.Sight sight =
        (b, i, j) -> {
          boolean own = j >= prefix + i * branch && j <= last[b * d.queries() + i];
          return (s.mask == null || s.mask[b * d.keys() + j] != 0) && (j < prefix || own);
        };
    double[] expected = new AttentionOracle(d, s.q, s.k, s.v, sight, s.dOut).out;
    Operand q = c.input("q", s.q);
    Operand k = c.input("k", s.k);
    Operand v = c.input("v", s.v);
    Operand mask = s.mask == null ? null : c.input("keyMask", s.mask);
    Operand lasts = c.input("last", last);
    Operand out = c.output("out", type, Spans.all(s.q.length));
    c.expect(out, expected, Tolerance.function(48).in(type));
    c.run(
        (b, o) -> {
          Inputs in = new Inputs(o.of(q), o.of(k), o.of(v), o.orNull(mask));
          b.attention().decode(d, in, o.of(lasts), o.of(out));
        });
  }

  private static void backward(KernelCall c, Dims d, boolean masked, DType type) {
    Setting s = Setting.of(c, d, masked);
    Operand q = c.input("q", s.q);
    Operand k = c.input("k", s.k);
    Operand v = c.input("v", s.v);
    Operand mask = s.mask == null ? null : c.input("keyMask", s.mask);
    float[] seen = Operand.rounded(type, UnaryCases.floats(s.oracle.out));
    Operand out = c.input("out", type, seen, Spans.all(seen.length));
    Operand sum = c.input("logSumExp", UnaryCases.floats(s.oracle.sums));
    Operand dOut = c.input("dOut", s.dOut);
    Operand dq = c.output("dq", s.q.length);
    Operand dk = c.output("dk", s.k.length);
    Operand dv = c.output("dv", s.v.length);
    double root = Math.sqrt(Math.max(1, d.queries()));
    // The products of out and its gradient stand for those of the probabilities and theirs: what
    // 16 bits have lost of out is missing in the gradient of the scores.
    double lost = type == DType.F32 ? 0 : type == DType.BF16 ? 0x1p-8 : 0x1p-11;
    c.expect(dq, s.oracle.dq, Tolerance.function(64 + lost / Tolerance.UNIT));
    c.expect(dk, s.oracle.dk, Tolerance.function((64 + lost / Tolerance.UNIT) * root));
    c.expect(dv, s.oracle.dv, Tolerance.function(64 * root));
    c.run(
        (b, o) -> {
          Inputs in = new Inputs(o.of(q), o.of(k), o.of(v), o.orNull(mask));
          Outputs before = new Outputs(o.of(out), o.of(sum));
          Gradients to = new Gradients(o.of(dq), o.of(dk), o.of(dv));
          b.attention().backward(d, in, before, o.of(dOut), to);
        });
  }
}
