package org.affectgpt.nn.decoder;

import org.affectgpt.tensor.Tensor;

/** Growing texts token by token with a KV cache. */
public interface Decoding {
  /** Number of texts that grow. */
  int rows();

  /** Reads the prompts; logits {@code [rows, vocab]} of each text's first new token. */
  Tensor prefill();

  /**
   * Appends one token to every text; logits {@code [rows, vocab]} of the next. It may run in a
   * memory scope of its own: what lasts is in the cache.
   */
  Tensor step(int[] ids);
}
