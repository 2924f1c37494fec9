package org.affectgpt.io.weights;

import java.util.List;
import java.util.regex.Pattern;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The scales of a matrix of 8-bit floats as DeepSeek's and Qwen's FP8 checkpoints hold them: {@code
 * X.weight} beside {@code X.weight_scale_inv}, a grid whose every number multiplies one block of
 * the matrix (transformers' FineGrainedFP8, dequantised to BF16 where there is no GPU).
 *
 * @param values {@code [rows / blockRows, columns / blockColumns]}
 * @param columns of the matrix
 */
public record BlockScales(float[] values, int columns, int blockRows, int blockColumns) {
  private static final String SUFFIX = "_scale_inv";

  /** What quantisers call numbers beside a matrix: FP8, compressed-tensors, GPTQ, bitsandbytes. */
  private static final Pattern OF_QUANTISER =
      Pattern.compile(
          ".*[._](scale|scales|scale_inv|scale_2|zero_point|qzeros|absmax|SCB|quant_map|g_idx)");

  /** Whether a tensor of this name says how another one's numbers are to be understood. */
  public static boolean isOfQuantiser(String name) {
    return OF_QUANTISER.matcher(name).matches();
  }

  /** Whether a tensor of this name holds the scales of another. */
  public static boolean isScale(String name) {
    return name.endsWith(".weight" + SUFFIX);
  }

  /** The name of the scales of the matrix {@code name}. */
  public static String nameFor(String name) {
    return name + SUFFIX;
  }

  /**
   * The scales of a matrix.
   *
   * @param scales null for none
   * @throws InputException if they do not divide the matrix into equal blocks
   */
  public static @Nullable BlockScales of(TensorEntry matrix, @Nullable TensorEntry scales) {
    if (scales == null || !matrix.type().isFloat8()) {
      return null;
    }
    List<Long> grid = scales.shape().isEmpty() ? List.of(1L, 1L) : scales.shape();
    List<Long> shape = matrix.shape();
    if (shape.size() != 2 || grid.size() != 2 || !divides(grid, shape)) {
      throw new InputException(
          scales.file()
              + ": tensor '"
              + scales.name()
              + "' of shape "
              + scales.shape()
              + " does not divide '"
              + matrix.name()
              + "' of shape "
              + shape
              + " into blocks");
    }
    return new BlockScales(
        numbers(scales),
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(0) / grid.get(0)),
        Math.toIntExact(shape.get(1) / grid.get(1)));
  }

  private static boolean divides(List<Long> grid, List<Long> shape) {
    for (int d = 0; d < 2; d++) {
      if (grid.get(d) < 1 || shape.get(d) % grid.get(d) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Bytes stand for powers of two. */
  private static float[] numbers(TensorEntry scales) {
    float[] values = scales.toFloats();
    if (scales.type() == StoredType.U8) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.scalb(1f, (int) values[i] - 127);
      }
    }
    return values;
  }

  /** Multiplies the elements {@code from .. from + n} of the matrix by their scales, in F32. */
  public void apply(float[] elements, long from, int n) {
    int across = columns / blockColumns;
    for (int i = 0; i < n; i++) {
      long row = (from + i) / columns;
      int column = (int) ((from + i) % columns);
      elements[i] *= values[(int) (row / blockRows) * across + column / blockColumns];
    }
  }
}
