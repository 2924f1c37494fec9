package org.affectgpt.nn;

import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * A learnable tensor of a module. The module keeps this holder, so the tensor behind it can be
 * exchanged for a mapped weight without a copy.
 */
public final class Parameter {
  private final Shape shape;
  private final boolean matrix;
  private @Nullable Tensor value;

  private Parameter(Shape shape, boolean matrix, @Nullable Tensor value) {
    this.shape = shape;
    this.matrix = matrix;
    this.value = value;
  }

  /**
   * A trainable parameter.
   *
   * @param matrix whether kernels take it in any dtype: weights of linear layers and tables of
   *     embeddings; everything else is widened to F32 when it is loaded
   */
  public static Parameter of(Tensor value, boolean matrix) {
    return new Parameter(value.shape(), matrix, value.requiresGrad(true));
  }

  /** A parameter that only knows its shape until weights are loaded. */
  public static Parameter empty(Shape shape, boolean matrix) {
    return new Parameter(shape, matrix, null);
  }

  public Shape shape() {
    return shape;
  }

  public boolean isLoaded() {
    return value != null;
  }

  /** The tensor; fails when neither an initialiser nor a file gave one. */
  public Tensor value() {
    Tensor v = value;
    if (v == null) {
      throw new IllegalStateException("a parameter of shape " + shape + " has no value yet");
    }
    return v;
  }

  public boolean trainable() {
    return value != null && value.requiresGrad();
  }

  /** Starts or stops collecting gradients; only F32 parameters can be trained. */
  public void trainable(boolean on) {
    if (value == null) {
      if (on) {
        throw new IllegalStateException("a parameter of shape " + shape + " has no value to train");
      }
      return;
    }
    if (on && value.dtype() != DType.F32) {
      throw new IllegalArgumentException("cannot train " + value + ": only F32 parameters train");
    }
    value.requiresGrad(on);
  }

  /** Uses a tensor as it lies, frozen; widened to an F32 copy where kernels need that. */
  void replace(String name, Tensor tensor) {
    check(name, tensor);
    if (matrix) {
      value = tensor.detach();
    } else {
      value = Tensor.of(tensor.backend(), tensor.toFloats(), shape.dims());
    }
  }

  /** Copies values into F32 memory of this parameter's own; trainable stays as it was. */
  void assign(String name, Tensor tensor) {
    check(name, tensor);
    boolean train = value == null || value.requiresGrad();
    value = Tensor.of(tensor.backend(), tensor.toFloats(), shape.dims()).requiresGrad(train);
  }

  private void check(String name, Tensor tensor) {
    if (!tensor.shape().equals(shape)) {
      throw new InputException(
          "tensor " + name + " has shape " + tensor.shape() + " but the model needs " + shape);
    }
    if (tensor.dtype() == DType.I32) {
      throw new InputException("tensor " + name + " holds integers but the model needs weights");
    }
  }

  @Override
  public String toString() {
    return value == null ? "empty" + shape : value.toString();
  }
}
