package org.affectgpt.tools.measure;

import java.util.List;
import java.util.function.Function;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.ElementwiseKernels;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.OptimizerKernels.AdamW;
import org.affectgpt.tensor.backend.RowKernels.Affine;
import org.affectgpt.tensor.backend.RowKernels.Angles;
import org.affectgpt.tensor.backend.RowKernels.Heads;
import org.affectgpt.tensor.backend.RowKernels.Labels;
import org.affectgpt.tensor.backend.RowKernels.Norm;
import org.affectgpt.tensor.backend.RowKernels.Statistics;
import org.affectgpt.tensor.backend.View;

/**
 * Kernels that are bound by memory, into given outputs, named {@code kernel-ROWSxCOLUMNS}; {@code
 * -grad} is the backward pass. The bytes count every operand once.
 */
final class RowsBench implements Bench {
  private static final int ROWS = 4096;
  private static final int COLUMNS = 1024;
  private static final int LABELS = 64;
  private static final int VOCABULARY = 151936;
  private static final int GATED_ROWS = 512;
  private static final int GATED = 4864;
  private static final int TOKENS = 1024;
  private static final int HEADS = 28;
  private static final int DIM = 128;
  private static final int PARAMETERS = 1 << 23;
  private static final Norm NORM = new Norm(ROWS, COLUMNS, 1e-5f);
  private static final int IGNORE = -100;

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public List<Case> cases() {
    long n = (long) ROWS * COLUMNS;
    long logits = (long) LABELS * VOCABULARY;
    long gated = (long) GATED_ROWS * GATED;
    String size = "-" + ROWS + "x" + COLUMNS;
    String vocabulary = "-" + LABELS + "x" + VOCABULARY;
    String gates = "-" + GATED_ROWS + "x" + GATED;
    return List.of(
        of("softmax" + size, 2 * n, RowsBench::softmax),
        of("softmax-grad" + size, 3 * n, RowsBench::softmaxGrad),
        of("crossentropy" + vocabulary, logits, RowsBench::crossEntropy),
        of("crossentropy-grad" + vocabulary, 2 * logits, RowsBench::crossEntropyGrad),
        of("layernorm" + size, 2 * n, RowsBench::layerNorm),
        of("layernorm-grad" + size, 3 * n, RowsBench::layerNormGrad),
        of("rmsnorm" + size, 2 * n, RowsBench::rmsNorm),
        of("rmsnorm-grad" + size, 3 * n, RowsBench::rmsNormGrad),
        of("gelu" + size, 2 * n, b -> unary(b, Unary.GELU_ERF)),
        of("gelu-grad" + size, 3 * n, b -> unaryGrad(b, Unary.GELU_ERF)),
        of("silu" + size, 2 * n, b -> unary(b, Unary.SILU)),
        of("silu-grad" + size, 3 * n, b -> unaryGrad(b, Unary.SILU)),
        of("swiglu" + gates, 3 * gated, RowsBench::swiGlu),
        of("swiglu-grad" + gates, 5 * gated, RowsBench::swiGluGrad),
        of(
            "rotary-" + TOKENS + "x" + HEADS + "x" + DIM,
            2L * TOKENS * HEADS * DIM,
            RowsBench::rotary),
        of("dropout" + size, 2 * n, RowsBench::dropout),
        of("adamw-" + PARAMETERS, 7L * PARAMETERS, RowsBench::adamW));
  }

  private static Case of(String name, long floats, Function<Backend, Runnable> setup) {
    return Case.bytes("rows", name, (double) floats * Float.BYTES, setup);
  }

  private static Runnable softmax(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View y = of.zeros(ROWS, COLUMNS);
    return () -> backend.rows().softmax(x, y, ROWS, COLUMNS);
  }

  private static Runnable softmaxGrad(Backend backend) {
    Operands of = new Operands(backend);
    View y = of.random(ROWS, COLUMNS);
    View dy = of.random(ROWS, COLUMNS);
    View dx = of.zeros(ROWS, COLUMNS);
    return () -> backend.rows().softmaxGrad(y, dy, dx, ROWS, COLUMNS);
  }

  private static Runnable crossEntropy(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(LABELS, VOCABULARY);
    Labels labels = new Labels(of.ids(LABELS, VOCABULARY), IGNORE);
    View y = of.zeros(LABELS);
    View sums = of.zeros(LABELS);
    return () -> backend.rows().tokenLogProb(x, labels, y, sums, LABELS, VOCABULARY);
  }

  private static Runnable crossEntropyGrad(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(LABELS, VOCABULARY);
    Labels labels = new Labels(of.ids(LABELS, VOCABULARY), IGNORE);
    View y = of.zeros(LABELS);
    View sums = of.zeros(LABELS);
    View dy = of.random(LABELS);
    View dx = of.zeros(LABELS, VOCABULARY);
    backend.rows().tokenLogProb(x, labels, y, sums, LABELS, VOCABULARY);
    return () -> backend.rows().tokenLogProbGrad(x, labels, sums, dy, dx, LABELS, VOCABULARY);
  }

  private static Runnable layerNorm(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    Affine affine = new Affine(of.random(COLUMNS), of.random(COLUMNS));
    View y = of.zeros(ROWS, COLUMNS);
    Statistics kept = new Statistics(of.zeros(ROWS), of.zeros(ROWS));
    return () -> backend.rows().layerNorm(NORM, x, affine, y, kept);
  }

  private static Runnable layerNormGrad(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View w = of.random(COLUMNS);
    View b = of.random(COLUMNS);
    Statistics kept = new Statistics(of.zeros(ROWS), of.zeros(ROWS));
    View dy = of.random(ROWS, COLUMNS);
    View dx = of.zeros(ROWS, COLUMNS);
    Affine gradients = new Affine(of.zeros(COLUMNS), of.zeros(COLUMNS));
    backend.rows().layerNorm(NORM, x, new Affine(w, b), dx, kept);
    return () -> backend.rows().layerNormGrad(NORM, x, w, kept, dy, dx, gradients);
  }

  private static Runnable rmsNorm(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View w = of.random(COLUMNS);
    View y = of.zeros(ROWS, COLUMNS);
    View rstd = of.zeros(ROWS);
    return () -> backend.rows().rmsNorm(NORM, x, w, y, rstd);
  }

  private static Runnable rmsNormGrad(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View w = of.random(COLUMNS);
    View rstd = of.zeros(ROWS);
    View dy = of.random(ROWS, COLUMNS);
    View dx = of.zeros(ROWS, COLUMNS);
    View dw = of.zeros(COLUMNS);
    backend.rows().rmsNorm(NORM, x, w, dx, rstd);
    return () -> backend.rows().rmsNormGrad(NORM, x, w, rstd, dy, dx, dw);
  }

  private static Runnable unary(Backend backend, Unary op) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View y = of.zeros(ROWS, COLUMNS);
    return () -> backend.elementwise().unary(op, x, y, (long) ROWS * COLUMNS);
  }

  private static Runnable unaryGrad(Backend backend, Unary op) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View y = of.zeros(ROWS, COLUMNS);
    View dy = of.random(ROWS, COLUMNS);
    View dx = of.zeros(ROWS, COLUMNS);
    backend.elementwise().unary(op, x, y, (long) ROWS * COLUMNS);
    return () -> backend.elementwise().unaryGrad(op, x, y, dy, dx, (long) ROWS * COLUMNS);
  }

  private static Runnable swiGlu(Backend backend) {
    Operands of = new Operands(backend);
    View gate = of.random(GATED_ROWS, GATED);
    View up = of.random(GATED_ROWS, GATED);
    View y = of.zeros(GATED_ROWS, GATED);
    long n = (long) GATED_ROWS * GATED;
    ElementwiseKernels kernels = backend.elementwise();
    return () -> kernels.swiGlu(gate, up, y, n);
  }

  private static Runnable swiGluGrad(Backend backend) {
    Operands of = new Operands(backend);
    View gate = of.random(GATED_ROWS, GATED);
    View up = of.random(GATED_ROWS, GATED);
    View dy = of.random(GATED_ROWS, GATED);
    View dGate = of.zeros(GATED_ROWS, GATED);
    View dUp = of.zeros(GATED_ROWS, GATED);
    long n = (long) GATED_ROWS * GATED;
    ElementwiseKernels kernels = backend.elementwise();
    return () -> kernels.swiGluGrad(gate, up, dy, dGate, dUp, n);
  }

  private static Runnable rotary(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(TOKENS, HEADS, DIM);
    View cos = of.random(TOKENS, DIM / 2);
    View sin = of.random(TOKENS, DIM / 2);
    Angles angles = new Angles(cos, sin, of.ids(TOKENS, TOKENS));
    View y = of.zeros(TOKENS, HEADS, DIM);
    Heads heads = new Heads(TOKENS, HEADS, DIM);
    return () -> backend.rows().rotary(heads, x, angles, y, false);
  }

  private static Runnable dropout(Backend backend) {
    Operands of = new Operands(backend);
    View x = of.random(ROWS, COLUMNS);
    View y = of.zeros(ROWS, COLUMNS);
    long key = new CounterRng(3).key();
    return () -> backend.elementwise().dropout(x, 0.1f, key, 0, y, (long) ROWS * COLUMNS);
  }

  private static Runnable adamW(Backend backend) {
    Operands of = new Operands(backend);
    View p = of.random(PARAMETERS);
    View g = of.random(PARAMETERS);
    View m = of.zeros(PARAMETERS);
    View v = of.zeros(PARAMETERS);
    int[] step = new int[1];
    return () -> {
      step[0]++;
      AdamW h = new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.05, step[0]);
      backend.optimizer().adamW(h, p, g, m, v, PARAMETERS);
    };
  }
}
