package org.affectgpt.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation over the recorded graph. The order is found with an explicit stack,
 * so graphs may be as deep as memory allows.
 */
public final class Autograd {
  private Autograd() {}

  /** Whether an operation on these inputs must be recorded. */
  public static boolean recording(@Nullable Tensor... inputs) {
    return recording(Arrays.asList(inputs));
  }

  private static boolean recording(List<? extends @Nullable Tensor> inputs) {
    if (NoGrad.active()) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      Tensor t = inputs.get(i);
      if (t != null && t.requiresGrad()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Records how {@code output} was made, when any input requires a gradient and recording is on.
   *
   * @param inputs an entry is null where an optional input is absent
   * @return the output
   */
  public static Tensor record(
      String op, Tensor output, List<? extends @Nullable Tensor> inputs, Gradient gradient) {
    if (recording(inputs)) {
      output.attach(new Node(op, inputs, gradient));
    }
    return output;
  }

  /** Records an operation without a derivative: asking for its gradient throws and names it. */
  public static Tensor recordWithoutDerivative(
      String op, Tensor output, List<? extends @Nullable Tensor> inputs) {
    return record(
        op,
        output,
        inputs,
        dy -> {
          throw new UnsupportedOperationException(op + " has no derivative");
        });
  }

  /** Adds d root / d leaf, times {@code seed}, to the gradient of every leaf; frees the graph. */
  static void backward(Tensor root, Tensor seed) {
    if (!root.requiresGrad()) {
      throw new IllegalStateException("nothing under this tensor requires a gradient");
    }
    Map<Tensor, Contribution> pending = new IdentityHashMap<>();
    pending.put(root, new Contribution(seed, false));
    List<Tensor> order = topological(root);
    for (int i = order.size() - 1; i >= 0; i--) {
      Tensor t = order.get(i);
      Contribution c = pending.remove(t);
      Node node = t.node();
      if (c == null) {
        continue;
      }
      if (node == null) {
        t.accumulateGrad(c.value, c.owned);
        continue;
      }
      List<@Nullable Tensor> grads = node.gradient().of(c.value);
      for (int k = 0; k < node.inputs().size(); k++) {
        @Nullable Tensor input = node.inputs().get(k);
        Tensor g = grads.get(k);
        if (g == null || input == null || !input.requiresGrad()) {
          continue;
        }
        if (!g.shape().equals(input.shape())) {
          throw new IllegalStateException(
              node.op() + ": gradient " + g.shape() + " for input " + input.shape());
        }
        Contribution made = new Contribution(g, owned(g, k, grads, c));
        Contribution old = pending.get(input);
        pending.put(input, old == null ? made : old.plus(made));
      }
      t.release();
      if (c.owned && !anyShares(grads, c.value)) {
        c.value.free();
      }
    }
  }

  private static boolean anyShares(List<? extends @Nullable Tensor> grads, Tensor dy) {
    for (int i = 0; i < grads.size(); i++) {
      Tensor g = grads.get(i);
      if (g != null && g.sharesStorage(dy)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether gradient {@code k} lies in memory that nobody else will read: new memory, or that of an
   * owned dy, and in neither case shared with the gradient of another input.
   */
  private static boolean owned(
      Tensor g, int k, List<? extends @Nullable Tensor> grads, Contribution dy) {
    if (g.sharesStorage(dy.value) && !dy.owned) {
      return false;
    }
    for (int i = 0; i < grads.size(); i++) {
      Tensor other = grads.get(i);
      if (i != k && other != null && other.sharesStorage(g)) {
        return false;
      }
    }
    return true;
  }

  private static List<Tensor> topological(Tensor root) {
    List<Tensor> order = new ArrayList<>();
    Map<Tensor, Boolean> seen = new IdentityHashMap<>();
    Deque<Tensor> stack = new ArrayDeque<>();
    stack.push(root);
    while (!stack.isEmpty()) {
      Tensor t = stack.peek();
      Boolean done = seen.get(t);
      if (done == null) {
        seen.put(t, false);
        if (t.node() != null) {
          for (@Nullable Tensor input : t.node().inputs()) {
            if (input != null && input.requiresGrad() && !seen.containsKey(input)) {
              stack.push(input);
            }
          }
        }
      } else {
        stack.pop();
        if (!done) {
          seen.put(t, true);
          order.add(t);
        }
      }
    }
    return order;
  }

  /** A gradient on its way; {@code owned} when this pass made it and may add into it. */
  private record Contribution(Tensor value, boolean owned) {
    Contribution plus(Contribution other) {
      Tensor sum = owned ? value : value.copy();
      Tensor g = other.value;
      sum.backend().elementwise().axpy(1f, g.view(), sum.view(), g.size());
      if (other.owned) {
        g.free();
      }
      return new Contribution(sum, true);
    }
  }
}
