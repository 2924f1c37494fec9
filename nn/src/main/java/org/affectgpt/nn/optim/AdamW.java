package org.affectgpt.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.OptimizerKernels;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019). A parameter without a gradient is
 * left alone, and its own step count does not move, as in PyTorch.
 */
public final class AdamW {
  private static final String M = "exp_avg.";
  private static final String V = "exp_avg_sq.";
  private static final String STEP = "step.";

  private final List<ParameterGroup> groups;
  private final double beta1;
  private final double beta2;
  private final double eps;
  private final Map<String, Moments> state = new LinkedHashMap<>();

  /** What the optimizer remembers of one parameter. */
  private static final class Moments {
    final Tensor m;
    final Tensor v;
    int step;

    Moments(Tensor m, Tensor v, int step) {
      this.m = m;
      this.v = v;
      this.step = step;
    }
  }

  /**
   * @param beta1 decay of the mean of gradients, from 0, below 1, likewise {@code beta2} of squares
   * @param eps above 0
   */
  public AdamW(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
    require(beta1 >= 0 && beta1 < 1, "beta1 must be from 0 and below 1", beta1);
    require(beta2 >= 0 && beta2 < 1, "beta2 must be from 0 and below 1", beta2);
    require(eps > 0 && Double.isFinite(eps), "eps must be above 0 and finite", eps);
    this.groups = List.copyOf(groups);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
  }

  private static void require(boolean fits, String rule, double value) {
    if (!fits) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }

  /** With the usual betas (0.9, 0.999) and eps 1e-8. */
  public AdamW(List<ParameterGroup> groups) {
    this(groups, 0.9, 0.999, 1e-8);
  }

  /** All parameters of all groups, by full name. */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    groups.forEach(g -> all.putAll(g.parameters()));
    return all;
  }

  /** One step with the gradients that lie on the parameters. */
  public void step(double lr) {
    for (ParameterGroup g : groups) {
      g.parameters().forEach((name, p) -> update(name, p.value(), lr * g.lrScale(), g));
    }
  }

  private void update(String name, Tensor p, double lr, ParameterGroup g) {
    Tensor grad = p.grad();
    if (grad == null) {
      return;
    }
    Moments s = state.computeIfAbsent(name, n -> new Moments(zeros(p), zeros(p), 0));
    s.step++;
    var h = new OptimizerKernels.AdamW(lr, beta1, beta2, eps, g.weightDecay(), s.step);
    p.backend().optimizer().adamW(h, p.view(), grad.view(), s.m.view(), s.v.view(), p.size());
  }

  private static Tensor zeros(Tensor p) {
    return Tensor.zeros(p.backend(), p.shape()).keepWith(p);
  }

  /** Forgets the gradients of all parameters. */
  public void clearGrads() {
    parameters().values().forEach(p -> p.value().clearGrad());
  }

  /**
   * The whole state for a checkpoint: {@code exp_avg.NAME}, {@code exp_avg_sq.NAME} and {@code
   * step.NAME} (I32 {@code [1]}) of every parameter that has been updated.
   */
  public Map<String, Tensor> exportState() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    state.forEach(
        (name, s) -> {
          all.put(M + name, s.m);
          all.put(V + name, s.v);
          all.put(STEP + name, Tensor.ofInts(s.m.backend(), new int[] {s.step}, 1));
        });
    return all;
  }

  /** Continues from what {@link #exportState} gave; the tensors are copied. */
  public void importState(Map<String, Tensor> saved) {
    state.clear();
    Map<String, Parameter> known = parameters();
    for (String key : saved.keySet()) {
      if (key.startsWith(STEP)) {
        String name = key.substring(STEP.length());
        Parameter p = known.get(name);
        if (p == null) {
          throw new InputException("optimizer state for unknown parameter " + name);
        }
        Tensor m = moment(saved, M + name, p);
        Tensor v = moment(saved, V + name, p);
        state.put(name, new Moments(m, v, saved.get(key).toInts()[0]));
      }
    }
  }

  private static Tensor moment(Map<String, Tensor> saved, String key, Parameter p) {
    Tensor t = saved.get(key);
    if (t == null || !t.shape().equals(p.shape())) {
      throw new InputException(
          "optimizer state " + key + " is " + t + " but the model needs " + p.shape());
    }
    return Tensor.of(p.value().backend(), t.toFloats(), p.shape().dims());
  }
}
