package org.affectgpt.tensor;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous row-major array: a shape, a type, and an offset into a storage of one backend.
 * Reshaping and taking leading rows share the storage; everything else is an operation of the
 * package {@code ops}.
 */
public final class Tensor {
  private final Backend backend;
  private final View view;
  private final Shape shape;
  private boolean requiresGrad;
  private @Nullable Tensor grad;
  private @Nullable Node node;

  private Tensor(Backend backend, View view, Shape shape) {
    long length = view.storage().length();
    if (view.offset() < 0 || view.offset() + shape.size() > length) {
      throw new IllegalArgumentException(
          "shape " + shape + " at " + view.offset() + " outside a storage of " + length);
    }
    this.backend = backend;
    this.view = view;
    this.shape = shape;
  }

  /** A tensor over existing storage. */
  public static Tensor over(Backend backend, Storage storage, long offset, Shape shape) {
    return new Tensor(backend, new View(storage, offset), shape);
  }

  /**
   * A tensor over weights that lie in a file, in place where the backend can.
   *
   * @param weights all values of {@code shape}, open as long as the tensor is used
   */
  public static Tensor stored(Backend backend, MemorySegment weights, DType dtype, Shape shape) {
    int columns = shape.rank() == 0 ? 1 : shape.dim(-1);
    long rows = columns == 0 ? 0 : shape.size() / columns;
    return over(backend, backend.weights(weights, dtype, rows, columns), 0, shape);
  }

  public static Tensor zeros(Backend backend, int... dims) {
    return zeros(backend, Shape.of(dims));
  }

  public static Tensor zeros(Backend backend, Shape shape) {
    return zeros(backend, DType.F32, shape);
  }

  public static Tensor zeros(Backend backend, DType dtype, Shape shape) {
    return over(backend, backend.allocate(dtype, shape.size()), 0, shape);
  }

  /** A tensor of arbitrary values, for a kernel to overwrite. */
  public static Tensor empty(Backend backend, int... dims) {
    return empty(backend, Shape.of(dims));
  }

  /** A tensor of arbitrary values, for a kernel to overwrite. */
  public static Tensor empty(Backend backend, Shape shape) {
    return empty(backend, DType.F32, shape);
  }

  /** A tensor of arbitrary values, for a kernel to overwrite. */
  public static Tensor empty(Backend backend, DType dtype, Shape shape) {
    return over(backend, backend.empty(dtype, shape.size()), 0, shape);
  }

  public static Tensor full(Backend backend, float value, int... dims) {
    Tensor t = empty(backend, dims);
    backend.elementwise().fill(t.view(), value, t.size());
    return t;
  }

  public static Tensor scalar(Backend backend, float value) {
    return full(backend, value);
  }

  /** A copy of {@code values} with the given dimensions. */
  public static Tensor of(Backend backend, float[] values, int... dims) {
    Tensor t = empty(backend, dims);
    t.requireSize(values.length);
    backend.upload(values, 0, t.view(), values.length);
    return t;
  }

  /** A copy of {@code values}, type I32, with the given dimensions. */
  public static Tensor ofInts(Backend backend, int[] values, int... dims) {
    Tensor t = empty(backend, DType.I32, Shape.of(dims));
    t.requireSize(values.length);
    backend.upload(values, 0, t.view(), values.length);
    return t;
  }

  private void requireSize(int length) {
    if (length != shape.size()) {
      throw new IllegalArgumentException(length + " values for shape " + shape);
    }
  }

  public Backend backend() {
    return backend;
  }

  public Shape shape() {
    return shape;
  }

  public int dim(int axis) {
    return shape.dim(axis);
  }

  public int rank() {
    return shape.rank();
  }

  public long size() {
    return shape.size();
  }

  public DType dtype() {
    return view.dtype();
  }

  /** This tensor as a kernel operand. */
  public View view() {
    return view;
  }

  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(size())];
    backend.download(view(), values, 0, values.length);
    return values;
  }

  public int[] toInts() {
    int[] values = new int[Math.toIntExact(size())];
    backend.download(view(), values, 0, values.length);
    return values;
  }

  /** The value of a tensor with one element. */
  public float item() {
    requireSize(1);
    return toFloats()[0];
  }

  /** Overwrites the values of an F32 tensor. */
  public void set(float[] values) {
    requireSize(values.length);
    backend.upload(values, 0, view(), values.length);
  }

  /** A copy without history. */
  public Tensor copy() {
    Tensor t = empty(backend, dtype(), shape);
    backend.index().copy2d(view(), size(), t.view(), size(), 1, size());
    return t;
  }

  /**
   * Makes the memory of this tensor live at least as long as that of {@code other}, when it was
   * made in a {@link org.affectgpt.tensor.backend.MemoryScope} that closes before.
   *
   * @return this
   */
  public Tensor keepWith(Tensor other) {
    backend.keepWith(view.storage(), other.view.storage());
    return this;
  }

  /** Gives memory that was made in a scope back before the scope closes. */
  void free() {
    backend.free(view.storage());
  }

  /** The same values with other dimensions, sharing the storage; one dimension may be -1. */
  public Tensor reshape(int... dims) {
    Shape target = shape.reshaped(dims);
    Shape source = shape;
    Tensor y = new Tensor(backend, view, target);
    return Autograd.record("reshape", y, List.of(this), dy -> List.of(dy.reshape(source.dims())));
  }

  /** Rows {@code [start, start + length)} of the leading axis, sharing the storage. */
  public Tensor rows(int start, int length) {
    if (start < 0 || length < 0 || start + length > dim(0)) {
      throw new IllegalArgumentException("rows " + start + "+" + length + " of " + shape);
    }
    long row = shape.size(1, rank());
    Shape source = shape;
    Tensor y = new Tensor(backend, view.plus(start * row), shape.with(0, length));
    return Autograd.record(
        "rows",
        y,
        List.of(this),
        dy -> {
          Tensor dx = zeros(backend, source);
          backend
              .index()
              .copy2d(dy.view(), dy.size(), dx.view().plus(start * row), 0, 1, dy.size());
          return List.of(dx);
        });
  }

  /** The same values without history. */
  public Tensor detach() {
    return new Tensor(backend, view, shape);
  }

  public boolean requiresGrad() {
    return requiresGrad;
  }

  /** Makes this tensor a leaf that collects a gradient, or stops it. */
  public Tensor requiresGrad(boolean value) {
    if (node != null) {
      throw new IllegalStateException("only a leaf can be asked to require a gradient");
    }
    requiresGrad = value;
    return this;
  }

  /** The gradient that backward passes have collected, or null. */
  public @Nullable Tensor grad() {
    return grad;
  }

  /** Forgets the gradient. One that was collected in a scope must not be used any more. */
  public void clearGrad() {
    if (grad != null) {
      grad.free();
    }
    grad = null;
  }

  /** Differentiates this scalar: every leaf under it collects its gradient. */
  public void backward() {
    requireSize(1);
    backward(full(backend, 1f, shape.dims()));
  }

  /** Differentiates with a given gradient of this tensor. */
  public void backward(Tensor seed) {
    if (!seed.shape().equals(shape)) {
      throw new IllegalArgumentException("seed " + seed + " for the gradient of " + this);
    }
    NoGrad.run(() -> Autograd.backward(this, seed));
  }

  void attach(Node made) {
    node = made;
    requiresGrad = true;
  }

  @Nullable Node node() {
    return node;
  }

  void release() {
    if (node != null) {
      node = Node.freed(node.op());
    }
  }

  boolean sharesStorage(Tensor other) {
    return view.storage() == other.view.storage();
  }

  /**
   * Adds to the collected gradient, which lives as long as this leaf does.
   *
   * @param owned whether {@code g} may be kept as it is
   */
  void accumulateGrad(Tensor g, boolean owned) {
    if (grad == null) {
      grad = (owned ? g : g.copy()).keepWith(this);
      return;
    }
    backend.elementwise().axpy(1f, g.view(), grad.view(), size());
    if (owned) {
      g.free();
    }
  }

  @Override
  public String toString() {
    return dtype() + shape.toString();
  }
}
