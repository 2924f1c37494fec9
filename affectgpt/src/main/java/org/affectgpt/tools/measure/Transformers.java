package org.affectgpt.tools.measure;

import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tensor.dtype.DType;

/** Counts the work of transformer layers. */
final class Transformers {
  private static final int MULTIPLY_ADD = 2;
  private static final int PASSES = 3;

  private Transformers() {}

  /**
   * Operations of encoder layers over {@code batch} sequences: four square projections, two of the
   * feed-forward layer, scores and their product with the values.
   */
  static double flops(int batch, int time, int hidden, int feedForward, int layers) {
    double weights = 4.0 * hidden * hidden + 2.0 * hidden * feedForward;
    double pairs = 2.0 * time * hidden;
    return MULTIPLY_ADD * batch * (double) time * layers * (weights + pairs);
  }

  /** One decoded token: every weight is read once and multiplied once. */
  static Work token(DecoderConfig c, DType dtype) {
    double weights = c.layers() * layerWeights(c) + (double) c.vocabSize() * c.hiddenSize();
    return new Work(
        MULTIPLY_ADD * weights, weights / dtype.blockLength() * dtype.bytes(dtype.blockLength()));
  }

  /**
   * A training step of a decoder: the backward pass multiplies twice what the forward pass does.
   *
   * @param labels tokens whose logits are computed
   */
  static Work step(DecoderConfig c, int batch, int time, int labels) {
    double tokens = (double) batch * time;
    double pairs = (time + 1.0) * c.heads() * c.headDim();
    double layers = tokens * c.layers() * (layerWeights(c) + pairs);
    double head = (double) batch * labels * c.vocabSize() * c.hiddenSize();
    return new Work(PASSES * MULTIPLY_ADD * (layers + head), 0);
  }

  private static double layerWeights(DecoderConfig c) {
    double width = (double) c.heads() * c.headDim();
    double keys = (double) c.kvHeads() * c.headDim();
    return c.hiddenSize() * (2 * width + 2 * keys + 3.0 * c.intermediateSize());
  }
}
