package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * One call of a kernel: its operands, the call itself and the oracle's answer. A case fills it in;
 * {@link KernelCase} runs it. Random values depend on the seed alone.
 */
final class KernelCall {
  /** Elements in front of an operand: dense, odd, a vector's, and beyond a vector's. */
  private static final int[] LEADS = {0, 3, 16, 61};

  /** Calls the kernel on the operands that {@code bound} has for it. */
  @FunctionalInterface
  interface Action {
    void run(Backend backend, BoundOperands bound);
  }

  private final CounterRng rng;
  private final List<Operand> operands = new ArrayList<>();
  private final Map<Operand, Operand.Expected> expected = new LinkedHashMap<>();
  private @Nullable Action action;
  private @Nullable Action equivalent;

  KernelCall(long seed) {
    rng = new CounterRng(seed);
  }

  /** The stream of this case. */
  CounterRng rng() {
    return rng;
  }

  /** Uniform in {@code [-1, 1)}: the product of two has a standard deviation of 1/3. */
  float[] uniform(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = rng.nextFloat() * 2 - 1;
    }
    return x;
  }

  /** Of the standard normal distribution, multiplied and moved. */
  float[] normal(int n, double deviation, double mean) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) (rng.nextGaussian() * deviation + mean);
    }
    return x;
  }

  /** Of the standard normal distribution. */
  float[] normal(int n) {
    return normal(n, 1, 0);
  }

  /** Uniform in {@code [0, bound)}. */
  int[] ints(int n, int bound) {
    int[] x = new int[n];
    for (int i = 0; i < n; i++) {
      x[i] = rng.nextInt(bound);
    }
    return x;
  }

  Operand input(String name, float[] values) {
    return input(name, values, Spans.all(values.length));
  }

  /** An operand with gaps; {@code values} has a value for each of their elements too. */
  Operand input(String name, float[] values, Spans spans) {
    return input(name, DType.F32, values, spans);
  }

  /** An operand of 16 bits; {@code values} are values that the type has. */
  Operand input(String name, DType dtype, float[] values, Spans spans) {
    return add(new Operand(name, dtype, false, values, spans, lead()));
  }

  Operand input(String name, int[] values) {
    return add(new Operand(name, DType.I32, false, values, Spans.all(values.length), lead()));
  }

  /** A weight as files hold it; the operand begins at its first element. */
  Operand weight(String name, StoredWeight weight) {
    Spans spans = Spans.all(weight.values().length);
    return add(new Operand(name, weight.dtype(), false, weight, spans, weight.lead()));
  }

  /** An F32 output, full of NaN before the call. */
  Operand output(String name, int length) {
    return output(name, DType.F32, Spans.all(length));
  }

  /** An I32 output. */
  Operand outputInts(String name, int length) {
    return output(name, DType.I32, Spans.all(length));
  }

  /** An output with gaps that must stay as they are. */
  Operand output(String name, DType dtype, Spans spans) {
    return add(new Operand(name, dtype, true, null, spans, lead()));
  }

  /** An operand that is read and written. */
  Operand inPlace(String name, float[] values) {
    return inPlace(name, values, Spans.all(values.length));
  }

  Operand inPlace(String name, int[] values) {
    return add(new Operand(name, DType.I32, true, values, Spans.all(values.length), lead()));
  }

  /** The same with gaps that must stay as they are. */
  Operand inPlace(String name, float[] values, Spans spans) {
    return add(new Operand(name, DType.F32, true, values, spans, lead()));
  }

  /** What the oracle says of an operand that is written. */
  void expect(Operand operand, double[] values, Tolerance tolerance) {
    expected.put(operand, new Operand.Expected(values, tolerance));
  }

  /** The call. */
  void run(Action call) {
    action = call;
  }

  /** Other calls that must leave the same bits in every operand that is written. */
  void sameBitsAs(Action calls) {
    equivalent = calls;
  }

  List<Operand> operands() {
    return operands;
  }

  Map<Operand, Operand.Expected> expected() {
    return expected;
  }

  Action action() {
    if (action == null) {
      throw new IllegalStateException("the case calls nothing");
    }
    return action;
  }

  @Nullable Action equivalent() {
    return equivalent;
  }

  private int lead() {
    return LEADS[rng.nextInt(LEADS.length)];
  }

  private Operand add(Operand operand) {
    operands.add(operand);
    return operand;
  }
}
