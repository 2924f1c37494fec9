package org.affectgpt.tensor.backend;

import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.dtype.DType;

/**
 * A device that runs kernels. Kernels overwrite their outputs unless they say that they accumulate.
 *
 * <p>A kernel may still run when its call returns. Kernels run in the order of their calls, and
 * {@link #download} waits for them, so that only who measures time needs {@link #synchronize}.
 *
 * <p>On one device the same calls give the same bits, whatever the number of threads. Between two
 * backends, or two devices of one, sums are added in another order: values agree within {@code 1e-5
 * s}, where s is the sum of the magnitudes that were added up to one, and what is written as BF16
 * within {@code 2^-8} of its magnitude more.
 */
public interface Backend extends AutoCloseable {
  /** Short name: {@code cpu}, {@code cuda}, {@code opencl}. */
  String name();

  /** One line for people: device, vector width, threads. */
  String description();

  /** What it was opened with. */
  BackendOptions options();

  /** Memory of the device as it is now. */
  MemoryFigures memory();

  /**
   * Waits until all kernels that this thread called are done.
   *
   * @throws IllegalArgumentException for what a kernel found wrong after its call had returned,
   *     such as an index outside of its table
   */
  void synchronize();

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

  /**
   * Weights as they lie in a file, row-major and little-endian. The CPU uses them in place: the
   * segment must stay open as long as they are used, whatever the backend.
   *
   * @param weights {@code rows} rows, which may begin at any byte address
   * @param dtype any type that a file may hold and kernels take
   * @param columns elements of a row
   */
  Storage weights(MemorySegment weights, DType dtype, long rows, int columns);

  /**
   * Copies floats from the heap into an F32 operand, or rounded to the nearest into BF16 or F16.
   */
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
