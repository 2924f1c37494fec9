package org.affectgpt.tensor.cpu;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.ConvolutionKernels.Conv1d;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;

/**
 * Prints how fast the kernels run: {@code KernelThroughput [threads [seconds per case [part of a
 * case's name]]]}. Best and median over the runs of each case; one thread is measured by its
 * processor time, so that a busy machine matters less.
 */
public final class KernelThroughput {
  private final Workers workers;
  private final double seconds;
  private final String filter;

  private KernelThroughput(Workers workers, double seconds, String filter) {
    this.workers = workers;
    this.seconds = seconds;
    this.filter = filter;
  }

  public static void main(String[] args) {
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 1;
    try (Workers workers = new Workers(threads)) {
      KernelThroughput t = new KernelThroughput(workers, seconds, args.length > 2 ? args[2] : "");
      t.products();
      t.weights();
      t.attention();
      t.convolution();
    }
  }

  private void products() {
    gemm("nt 2056x1024x1024", Gemm.of(false, true, 2056, 1024, 1024));
    gemm("nn 2056x1024x1024", Gemm.of(false, false, 2056, 1024, 1024));
    gemm("nt 512x3584x3584", Gemm.of(false, true, 512, 3584, 3584));
    gemm("nt 3400x352x128", Gemm.of(false, true, 3400, 352, 128));
    gemm("nt 11000x128x352", Gemm.of(false, true, 11000, 128, 352));
    gemm("nn 11000x128x352", Gemm.of(false, false, 11000, 128, 352));
    gemm("tn 128x352x11000", Gemm.of(true, false, 128, 352, 11000));
    gemm("tn 96x384x6000", Gemm.of(true, false, 96, 384, 6000));
    gemm("nt 6000x96x96", Gemm.of(false, true, 6000, 96, 96));
    gemm("nt 256x352x128", Gemm.of(false, true, 256, 352, 128));
    gemm("nt 16x3584x3584", Gemm.of(false, true, 16, 3584, 3584));
    gemm("nt 8x352x128", Gemm.of(false, true, 8, 352, 128));
    gemm("nt 128x128x128", Gemm.of(false, true, 128, 128, 128));
    gemm("nt 1x18944x3584", Gemm.of(false, true, 1, 18944, 3584));
    gemm("nn 128x(257x64x257)", Gemm.of(false, false, 257, 64, 257).batched(128));
    gemm("nt 128x(257x257x64)", Gemm.of(false, true, 257, 257, 64).batched(128));
  }

  private void weights() {
    for (DType type : new DType[] {DType.F32, DType.BF16, DType.F16, DType.Q8_0, DType.Q4_0}) {
      for (int m : new int[] {1, 128}) {
        String name = type + " weight " + m + "x3584x3584";
        if (name.contains(filter)) {
          Weights w = Weights.random(type, 3584 * 3584, new CounterRng(1));
          View b = new View(w.storage(), 0);
          Gemm d = Gemm.of(false, true, m, 3584, 3584);
          View a = zeros(m * 3584);
          View c = zeros(m * 3584);
          CpuMatrix matrix = new CpuMatrix(workers);
          measure(name, 2.0 * m * 3584 * 3584, () -> matrix.gemm(d, a, b, c, null));
        }
      }
    }
  }

  private void gemm(String name, Gemm d) {
    if (!name.contains(filter)) {
      return;
    }
    View a = zeros(d.m() * d.k() * d.batch());
    View b = zeros(d.n() * d.k() * d.batch());
    View c = zeros(d.m() * d.n() * d.batch());
    CpuMatrix matrix = new CpuMatrix(workers);
    measure(name, 2.0 * d.m() * d.n() * d.k() * d.batch(), () -> matrix.gemm(d, a, b, c, null));
  }

  private void attention() {
    attention("full 8x16x257x64", dims(8, 257, 257, 16, 16, 64, AttentionPattern.full()));
    attention("causal 28h 1024x128", dims(1, 1024, 1024, 28, 4, 128, AttentionPattern.causal(0)));
    attention("causal 32x4hx110x32", dims(32, 110, 110, 4, 2, 32, AttentionPattern.causal(0)));
    attention("full 64x4hx65x24", dims(64, 65, 65, 4, 4, 24, AttentionPattern.full()));
    AttentionPattern branches = AttentionPattern.branches(100, 35);
    attention("branches 32x4hx380x32", dims(32, 380, 380, 4, 2, 32, branches));
    AttentionPattern decode = AttentionPattern.decode(100, 35, 20);
    attention("decode 32x4hx8x32", dims(32, 8, 380, 4, 2, 32, decode));
    AttentionPattern cached = AttentionPattern.causal(4095);
    attention("decode 28h 1x4096x128", dims(1, 1, 4096, 28, 4, 128, cached));
  }

  private static Dims dims(
      int batch, int queries, int keys, int heads, int kvHeads, int dim, AttentionPattern p) {
    return new Dims(batch, queries, keys, heads, kvHeads, dim, 0.2f, p);
  }

  private void attention(String name, Dims d) {
    if (!name.contains(filter)) {
      return;
    }
    int queries = d.batch() * d.queries() * d.heads() * d.dim();
    int keys = d.batch() * d.keys() * d.kvHeads() * d.dim();
    View q = zeros(queries);
    View k = zeros(keys);
    View v = zeros(keys);
    View out = zeros(queries);
    View sums = zeros(d.batch() * d.heads() * d.queries());
    double pairs = 0;
    for (int i = 0; i < d.queries(); i++) {
      for (int j = 0; j < d.keys(); j++) {
        AttentionPattern p = d.pattern();
        boolean seen = j < p.firstEnd(i, d.keys()) || (j >= p.secondStart(i) && j < p.secondEnd(i));
        pairs += seen ? 1 : 0;
      }
    }
    double flops = 4 * pairs * d.batch() * d.heads() * d.dim();
    CpuAttention attention = new CpuAttention(workers);
    measure(name, flops, () -> attention.forward(d, q, k, v, null, out, sums));
    View dq = zeros(queries);
    View dk = zeros(keys);
    View dv = zeros(keys);
    measure(
        name + " bwd",
        2.5 * flops,
        () -> attention.backward(d, q, k, v, null, out, sums, out, dq, dk, dv));
  }

  private void convolution() {
    convolution("conv 8x1x32000 k10 s5", new Conv1d(8, 1, 32000, 32, 10, 5, 0, 1));
    convolution("conv 2x512x6399 k3 s2", new Conv1d(2, 512, 6399, 512, 3, 2, 0, 1));
    convolution("conv 8x1024x99 k128 g16", new Conv1d(8, 1024, 99, 1024, 128, 1, 64, 16));
    convolution("conv 32x96x50 k128 g16", new Conv1d(32, 96, 50, 96, 128, 1, 64, 16));
  }

  private void convolution(String name, Conv1d d) {
    if (!name.contains(filter)) {
      return;
    }
    View x = zeros(d.batch() * d.inChannels() * d.inLength());
    View w = zeros(d.outChannels() * d.inChannels() / d.groups() * d.kernel());
    View y = zeros(d.batch() * d.outChannels() * d.outLength());
    double flops =
        2.0
            * d.batch()
            * d.outChannels()
            * d.outLength()
            * d.inChannels()
            / d.groups()
            * d.kernel();
    CpuConvolution convolution = new CpuConvolution(workers);
    measure(name, flops, () -> convolution.conv1d(d, x, w, null, y));
    measure(name + " dx", flops, () -> convolution.conv1dGradInput(d, y, w, x));
    measure(name + " dw", flops, () -> convolution.conv1dGradWeight(d, x, y, w, null));
  }

  private static View zeros(int length) {
    return new View(new FloatArray(new float[length]), 0);
  }

  private void measure(String name, double flops, Runnable body) {
    long end = clock() + (long) (seconds * 1e9);
    while (clock() < end) {
      body.run();
    }
    double[] times = new double[10_000];
    int runs = 0;
    end = clock() + (long) (seconds * 1e9);
    while (runs < 3 || (clock() < end && runs < times.length)) {
      long start = clock();
      body.run();
      times[runs++] = (clock() - start) * 1e-9;
    }
    Arrays.sort(times, 0, runs);
    double median = times[runs / 2];
    System.out.printf(
        Locale.ROOT,
        "%-28s best %9.3f ms %7.1f GF/s   median %9.3f ms %7.1f GF/s%n",
        name,
        times[0] * 1e3,
        flops / times[0] * 1e-9,
        median * 1e3,
        flops / median * 1e-9);
  }

  private long clock() {
    return workers.threads() == 1
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
