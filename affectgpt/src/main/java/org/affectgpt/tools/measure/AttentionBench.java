package org.affectgpt.tools.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.backend.AttentionKernels.Dims;
import org.affectgpt.tensor.backend.AttentionKernels.Gradients;
import org.affectgpt.tensor.backend.AttentionKernels.Inputs;
import org.affectgpt.tensor.backend.AttentionKernels.Outputs;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.View;

/**
 * Attention, named {@code batch x heads x time x dim}, with {@code kvN} where N key heads serve all
 * query heads; {@code train} is forward and backward, {@code decode} one query over a long cache.
 */
final class AttentionBench implements Bench {
  private static final int BACKWARD_PRODUCTS = 5;
  private static final int FORWARD_PRODUCTS = 2;

  @Override
  public String name() {
    return "attention";
  }

  @Override
  public List<Case> cases() {
    AttentionPattern causal = AttentionPattern.causal(0);
    AttentionPattern last = AttentionPattern.causal(4095);
    Map<String, Dims> trained = new LinkedHashMap<>();
    trained.put("full-8x16x257x64", square(8, 257, 16, 16, 64, AttentionPattern.full()));
    trained.put("causal-1x28x1024x128", square(1, 1024, 28, 28, 128, causal));
    trained.put("causal-1x28kv4x1024x128", square(1, 1024, 28, 4, 128, causal));
    trained.put("causal-16x4kv2x110x32", square(16, 110, 4, 2, 32, causal));
    List<Case> all = new ArrayList<>();
    trained.forEach((name, d) -> all.add(of(name, d, false)));
    trained.forEach((name, d) -> all.add(of(name, d, true)));
    all.add(of("decode-1x28kv4x4096x128", dims(1, 1, 4096, 28, 4, 128, last), false));
    all.add(of("decode-1x28x4096x128", dims(1, 1, 4096, 28, 28, 128, last), false));
    return all;
  }

  private static Dims square(
      int batch, int time, int heads, int kvHeads, int dim, AttentionPattern pattern) {
    return dims(batch, time, time, heads, kvHeads, dim, pattern);
  }

  private static Dims dims(
      int batch, int queries, int keys, int heads, int kvHeads, int dim, AttentionPattern pattern) {
    float scale = (float) (1 / Math.sqrt(dim));
    return new Dims(batch, queries, keys, heads, kvHeads, dim, scale, pattern);
  }

  private static Case of(String name, Dims d, boolean train) {
    double pairs = 0;
    for (int i = 0; i < d.queries(); i++) {
      pairs += d.pattern().firstEnd(i, d.keys());
    }
    int products = train ? FORWARD_PRODUCTS + BACKWARD_PRODUCTS : FORWARD_PRODUCTS;
    double flops = 2 * products * pairs * d.batch() * d.heads() * d.dim();
    double rows = 2.0 * d.queries() * d.heads() + 2.0 * d.keys() * d.kvHeads();
    return Case.operations(
        "attention",
        train ? name + "-train" : name,
        new Work(flops, Float.BYTES * (train ? 2 : 1) * rows * d.batch() * d.dim()),
        backend -> train ? training(d, backend) : forward(d, backend));
  }

  private static Runnable forward(Dims d, Backend backend) {
    Operands of = new Operands(backend);
    View q = of.random(d.batch(), d.queries(), d.heads(), d.dim());
    View k = of.random(d.batch(), d.keys(), d.kvHeads(), d.dim());
    View v = of.random(d.batch(), d.keys(), d.kvHeads(), d.dim());
    Inputs in = new Inputs(q, k, v, null);
    Outputs out = new Outputs(of.zeros(d.batch(), d.queries(), d.heads(), d.dim()), null);
    return () -> backend.attention().forward(d, in, out);
  }

  private static Runnable training(Dims d, Backend backend) {
    Operands of = new Operands(backend);
    View q = of.random(d.batch(), d.queries(), d.heads(), d.dim());
    View k = of.random(d.batch(), d.keys(), d.kvHeads(), d.dim());
    View v = of.random(d.batch(), d.keys(), d.kvHeads(), d.dim());
    View y = of.zeros(d.batch(), d.queries(), d.heads(), d.dim());
    View sums = of.zeros(d.batch(), d.heads(), d.queries());
    View dy = of.random(d.batch(), d.queries(), d.heads(), d.dim());
    View dq = of.zeros(d.batch(), d.queries(), d.heads(), d.dim());
    View dk = of.zeros(d.batch(), d.keys(), d.kvHeads(), d.dim());
    View dv = of.zeros(d.batch(), d.keys(), d.kvHeads(), d.dim());
    Inputs in = new Inputs(q, k, v, null);
    Outputs out = new Outputs(y, sums);
    Gradients gradients = new Gradients(dq, dk, dv);
    return () -> {
      backend.attention().forward(d, in, out);
      backend.attention().backward(d, in, out, dy, gradients);
    };
  }
}
