package org.affectgpt.nn.layer;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.SwiGlu.swiGlu;
import static org.affectgpt.tensor.ops.matrix.Linear.linear;
import static org.affectgpt.tensor.ops.matrix.Linear.linearActivated;
import static org.affectgpt.tensor.ops.matrix.Linear.linearPlus;

import java.util.Optional;
import org.affectgpt.nn.AdapterScope;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = x Wᵀ + b}, with W {@code [out, in]} in any dtype. An {@link Adapter} can be attached;
 * then weight and bias take PEFT's names, {@code base_layer.weight}.
 */
public final class Linear extends Module {
  private final int in;
  private final int out;
  private final Parameter weight;
  private final @Nullable Parameter bias;
  private @Nullable Adapter adapter;

  /** The base layer under an adapter: only a place for its two names. */
  private static final class Base extends Module {
    Base(Parameter weight, @Nullable Parameter bias) {
      register("weight", weight);
      if (bias != null) {
        register("bias", bias);
      }
    }
  }

  public Linear(Init init, int in, int out, boolean hasBias, Fill weightFill, Fill biasFill) {
    this.in = in;
    this.out = out;
    weight = register("weight", init.matrix("weight", weightFill, out, in));
    bias = hasBias ? register("bias", init.vector("bias", biasFill, out)) : null;
  }

  /** PyTorch's default initialisation: uniform in ±1/sqrt(in). */
  public static Linear kaiming(Init init, int in, int out, boolean hasBias) {
    return new Linear(init, in, out, hasBias, Fill.kaimingUniform(in), Fill.kaimingUniform(in));
  }

  /** Weights normal with {@code std}, bias 0. */
  public static Linear normal(Init init, int in, int out, boolean hasBias, double std) {
    return new Linear(init, in, out, hasBias, Fill.normal(std), Fill.zeros());
  }

  public int in() {
    return in;
  }

  public int out() {
    return out;
  }

  public Parameter weight() {
    return weight;
  }

  public Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
  }

  public Optional<Adapter> adapter() {
    return Optional.ofNullable(adapter);
  }

  /** Adds an adapter and takes its names. */
  public void attach(Adapter update) {
    if (adapter != null) {
      throw new IllegalStateException("this layer has an adapter already");
    }
    adapter = update;
    unregister("weight");
    unregister("bias");
    child("base_layer", new Base(weight, bias));
    update.parts().forEach(this::child);
  }

  /** Removes the adapter and takes the plain names back. */
  public void detach() {
    Adapter update = adapter;
    if (update == null) {
      throw new IllegalStateException("this layer has no adapter");
    }
    adapter = null;
    removeChild("base_layer");
    update.parts().keySet().forEach(this::removeChild);
    register("weight", weight);
    if (bias != null) {
      register("bias", bias);
    }
  }

  /** x {@code [..., in]} to {@code [..., out]}. */
  public Tensor forward(Tensor x) {
    Tensor y = linear(x, weight.value(), biasValue());
    Adapter update = adapter;
    return update == null || AdapterScope.isOff() ? y : update.addTo(y, x);
  }

  /** {@code residual + y}, for a residual {@code [..., out]}. */
  public Tensor plus(Tensor x, Tensor residual) {
    return adapter == null
        ? linearPlus(x, weight.value(), biasValue(), residual)
        : add(residual, forward(x));
  }

  /** {@code residual + dropout(y)}. */
  public Tensor plus(Tensor x, Dropout dropout, Tensor residual) {
    return dropout.active() ? add(residual, dropout.forward(forward(x))) : plus(x, residual);
  }

  /** {@code f(y)}. */
  public Tensor activated(Tensor x, Activation f) {
    return fuses(x)
        ? linearActivated(x, weight.value(), biasValue(), f.function(), null)
        : f.apply(forward(x));
  }

  /** {@code silu(y) * up}, the gated unit, for {@code up} {@code [..., out]}. */
  public Tensor gating(Tensor x, Tensor up) {
    return fuses(x) && !Autograd.recording(up)
        ? linearActivated(x, weight.value(), biasValue(), Activation.SILU.function(), up)
        : swiGlu(forward(x), up);
  }

  /**
   * Whether a function of y may be part of the product. A backward pass needs y itself: where a
   * gradient is recorded it is kept, and the function is a step of its own.
   */
  private boolean fuses(Tensor x) {
    return adapter == null && !Autograd.recording(x, weight.value(), biasValue());
  }

  private @Nullable Tensor biasValue() {
    return bias == null ? null : bias.value();
  }
}
