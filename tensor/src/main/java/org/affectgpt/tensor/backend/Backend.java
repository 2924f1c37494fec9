package org.affectgpt.tensor.backend;

import org.affectgpt.tensor.dtype.DType;

/**
 * A device that runs kernels. Kernels overwrite their outputs unless they say that they accumulate,
 * and give the same bits whatever the number of threads.
 */
public interface Backend extends AutoCloseable {
  /** Short name: {@code cpu}, {@code cuda}, {@code opencl}. */
  String name();

  /** One line for people: device, vector width, threads. */
  String description();

  /** New zero-filled storage, owned by the innermost {@link #scope} that is open on this thread. */
  Storage allocate(DType dtype, long length);

  /** The same with arbitrary values in it, for a kernel to overwrite. */
  Storage empty(DType dtype, long length);

  /** Opens a scope that owns what this thread allocates until the scope is closed. */
  MemoryScope scope();

  /**
   * Makes {@code storage} live at least as long as {@code other}, whatever scope it was made in.
   */
  void keepWith(Storage storage, Storage other);

  /**
   * Gives storage that was made in a scope back before its time; it must not be used any more.
   * Other storage is left to the garbage collector.
   */
  void free(Storage storage);

  /** Copies floats from the heap into an F32 operand. */
  void upload(float[] source, int sourceOffset, View target, int length);

  /** Copies ints from the heap into an I32 operand. */
  void upload(int[] source, int sourceOffset, View target, int length);

  /** Copies values to the heap; BF16, F16 and block types are widened. */
  void download(View source, float[] target, int targetOffset, int length);

  /** Copies an I32 operand to the heap. */
  void download(View source, int[] target, int targetOffset, int length);

  ElementwiseKernels elementwise();

  MatrixKernels matrix();

  RowKernels rows();

  AttentionKernels attention();

  ConvolutionKernels convolution();

  IndexKernels index();

  OptimizerKernels optimizer();

  /** What bounds its speed here. */
  Roofs roofs();

  @Override
  void close();
}
