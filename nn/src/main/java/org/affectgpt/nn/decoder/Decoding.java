package org.affectgpt.nn.decoder;

import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** Growing texts token by token with a KV cache. */
public interface Decoding {
  /** Where it computes. */
  Backend backend();

  /** Number of texts that grow. */
  int rows();

  /**
   * Reads the prompts; logits {@code [rows, vocab]} of each text's first new token. Like {@link
   * #step} it may run in a memory scope of its own.
   */
  Tensor prefill();

  /**
   * Appends one token to every text; logits {@code [rows, vocab]} of the next. It may run in a
   * memory scope of its own: what lasts is in the cache.
   */
  Tensor step(int[] ids);
}
