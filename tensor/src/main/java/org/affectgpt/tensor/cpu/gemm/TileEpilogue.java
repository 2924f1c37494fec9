package org.affectgpt.tensor.cpu.gemm;

import org.affectgpt.tensor.backend.ElementwiseKernels.Binary;
import org.affectgpt.tensor.backend.ElementwiseKernels.Unary;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.elementwise.BinaryLoops;
import org.affectgpt.tensor.cpu.elementwise.UnaryLoops;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.MatrixSpan;
import org.affectgpt.tensor.cpu.memory.Scratch;
import org.affectgpt.tensor.cpu.weights.WeightReader;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Epilogue} on the tiles of C, row by row through the loops of the element-wise kernels:
 * each lane depends on its own argument alone, so the cut does not show in the bits.
 *
 * @param bias values for the columns of C, or null
 * @param apart index of an element of {@code other} less that of its element of C
 */
record TileEpilogue(
    float @Nullable [] bias,
    @Nullable Unary activation,
    @Nullable Binary join,
    float[] other,
    int apart) {
  private static final Scratch BIAS = new Scratch();

  private static final float[] NOTHING = {};
  private static final TileEpilogue NONE = new TileEpilogue(null, null, null, NOTHING, 0);

  /** The epilogue of a product, or of a batch, with C at {@code c}. */
  static TileEpilogue of(Epilogue e, Gemm d, View c) {
    if (e.isNone()) {
      return NONE;
    }
    if (d.accumulate()) {
      throw new IllegalArgumentException("an epilogue with accumulate");
    }
    float[] bias = null;
    View given = e.bias();
    if (given != null) {
      bias = BIAS.get(d.n());
      WeightReader.read(given.storage(), given.offset(), d.n(), bias, 0);
    }
    View with = e.other();
    if (with == null) {
      return new TileEpilogue(bias, e.activation(), null, NOTHING, 0);
    }
    long extent = d.c().extent(d.batch(), d.m(), d.n());
    FloatSpan other = WeightReader.floats(with, extent);
    FloatSpan own = FloatSpan.of(c);
    if (other.data() == own.data() && other.at() == own.at()) {
      throw new IllegalArgumentException("an epilogue joins C with itself");
    }
    return new TileEpilogue(bias, e.activation(), e.join(), other.data(), other.at() - own.at());
  }

  /** Adds the bias to finished sums of {@code rows} rows of C from column {@code column} on. */
  void addBias(MatrixSpan c, int rows, int column, int columns) {
    if (bias != null) {
      FloatSpan values = new FloatSpan(bias, column);
      for (int i = 0; i < rows; i++) {
        FloatSpan row = new FloatSpan(c.data(), c.row(i));
        BinaryLoops.run(Binary.ADD, row, values, row, columns);
      }
    }
  }

  /** What comes after the bias, on {@code rows} rows of C. */
  void finish(MatrixSpan c, int rows, int columns) {
    if (activation == null && join == null) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      FloatSpan row = new FloatSpan(c.data(), c.row(i));
      if (activation != null) {
        UnaryLoops.run(activation, row, row, columns);
      }
      if (join != null) {
        BinaryLoops.run(join, new FloatSpan(other, row.at() + apart), row, row, columns);
      }
    }
  }
}
