package org.affectgpt.tools.convert;

import org.affectgpt.io.weights.BlockScales;
import org.affectgpt.tensor.dtype.Half;

/** Multiplies floats of 8 bits by their scales and rounds to BF16, as they are dequantised. */
record ScaleChange(BlockScales scales) implements RowChange {
  @Override
  public void apply(float[] values, long firstRow, int rows) {
    int n = rows * scales.columns();
    scales.apply(values, firstRow * scales.columns(), n);
    for (int i = 0; i < n; i++) {
      values[i] = Half.fromBf16(Half.toBf16(values[i]));
    }
  }
}
