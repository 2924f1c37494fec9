package org.affectgpt.tensor.backend;

import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product attention with an online softmax: the score matrix is never kept. Layouts: q
 * and out {@code [batch, queries, heads, dim]}, k and v {@code [batch, keys, kvHeads, dim]}; query
 * head h reads key head {@code h / (heads / kvHeads)}.
 */
public interface AttentionKernels {
  /** Dimensions of one call; {@code scale} multiplies the scores. */
  record Dims(
      int batch,
      int queries,
      int keys,
      int heads,
      int kvHeads,
      int dim,
      float scale,
      AttentionPattern pattern) {}

  /**
   * What attention reads, q, k and v in F32.
   *
   * @param keyMask I32 {@code [batch, keys]}, 0 hides a key from every query of its sequence
   */
  record Inputs(View q, View k, View v, @Nullable View keyMask) {}

  /**
   * What attention writes.
   *
   * @param out F32, BF16 or F16; a query that sees no key gets zeros
   * @param logSumExp F32 {@code [batch, heads, queries]} for the backward pass, or null
   */
  record Outputs(View out, @Nullable View logSumExp) {}

  /** Where the gradients go, laid out as q, k and v. */
  record Gradients(View dq, View dk, View dv) {}

  void forward(Dims dims, Inputs in, Outputs out);

  /**
   * One step of decoding whose lengths only the device knows, so that every step is the same call:
   * {@code forward} with a {@code DECODE} pattern, whose step counts for nothing.
   *
   * @param last I32 {@code [batch, queries]}: the last key that a query sees of its own branch. One
   *     that is no key throws on the CPU; a device clamps it and reports it at the next {@link
   *     Backend#synchronize}
   * @param out F32, BF16 or F16
   */
  void decode(Dims dims, Inputs in, View last, View out);

  /** Overwrites the gradients; {@code out} is what {@link #forward} wrote, with log-sum-exp. */
  void backward(Dims dims, Inputs in, Outputs out, View dOut, Gradients gradients);
}
