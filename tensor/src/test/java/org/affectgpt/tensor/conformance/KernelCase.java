package org.affectgpt.tensor.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * A call of one kernel against the oracle. Whatever the kernel, it must come as near to the oracle
 * as the tolerance says, give the same bits on one thread and on many (so on two instances of the
 * backend), write every element of its outputs, none outside of them and none of its inputs.
 *
 * @param kernel family and method, as {@code matrix.gemm}
 * @param dims types, dimensions and options; with the kernel it also seeds the random values
 * @param define fills in the call
 */
record KernelCase(String kernel, String dims, Consumer<KernelCall> define)
    implements ConformanceCase {
  @Override
  public String name() {
    return kernel + "[" + dims + "]";
  }

  /** The call, made anew. */
  KernelCall call() {
    KernelCall call = new KernelCall(name().hashCode());
    define.accept(call);
    return call;
  }

  @Override
  public void check(BackendPair backends) {
    KernelCall call = call();
    Map<Operand, int[]> one = run(backends.one(), call, call.action());
    sameBits(backends, one, run(backends.many(), call, call.action()), "another number of threads");
    call.expected().forEach((operand, e) -> compare(backends, operand, e, one.get(operand)));
    if (call.equivalent() != null) {
      Map<Operand, int[]> other = run(backends.many(), call, call.equivalent());
      sameBits(backends, one, other, "the steps one after the other");
    }
  }

  private Map<Operand, int[]> run(Backend backend, KernelCall call, KernelCall.Action action) {
    try (MemoryScope scope = backend.scope()) {
      BoundOperands bound = new BoundOperands(backend, call.operands());
      action.run(backend, bound);
      Map<Operand, int[]> after = new LinkedHashMap<>();
      for (Operand o : call.operands()) {
        after.put(o, bound.after(o));
      }
      return after;
    } catch (UnsupportedOperationException | AbstractMethodError e) {
      throw failure(backend, "does not offer " + kernel, e);
    } catch (RuntimeException | AssertionError e) {
      throw failure(backend, e.toString(), e);
    }
  }

  private void compare(
      BackendPair backends, Operand operand, Operand.Expected e, int @Nullable [] bits) {
    if (bits == null) {
      throw new IllegalStateException(name() + " expects something of " + operand.name());
    }
    float[] actual = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      actual[i] = operand.dtype() == DType.I32 ? bits[i] : Float.intBitsToFloat(bits[i]);
    }
    String wrong = e.tolerance().compare(e.values(), actual, operand.spans().mask());
    if (wrong != null) {
      throw failure(backends.one(), operand.name() + ": " + wrong, null);
    }
  }

  private void sameBits(
      BackendPair backends, Map<Operand, int[]> one, Map<Operand, int[]> other, String what) {
    one.forEach(
        (operand, a) -> {
          int[] b = other.getOrDefault(operand, new int[0]);
          for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
              String text = operand.name() + ": element " + i + " has other bits with " + what;
              throw failure(backends.many(), text, null);
            }
          }
        });
  }

  private AssertionError failure(Backend backend, String what, @Nullable Throwable cause) {
    return new AssertionError(
        name() + " on " + backend.name() + " (" + backend.description() + "): " + what, cause);
  }
}
