package org.affectgpt.nn.decoder;

import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;

/**
 * What changes from one decoding step to the next: the token that each text reads, its rotary
 * position, and the cache row that its key and value take, each I32 {@code [batch, queries]}. They
 * stay at one place in the backend's memory and a kernel moves them on, so the launches of a step
 * take the same operands every time: a device can record them once and repeat them.
 */
public final class DecodeState {
  private final Tensor all;
  private final Tensor ids;
  private final Tensor positions;
  private final Tensor slots;

  /**
   * @param batch sequences of the cache
   * @param queries texts of each
   */
  public DecodeState(Backend backend, int batch, int queries) {
    all = Tensor.zeros(backend, DType.I32, Shape.of(3, batch, queries));
    ids = all.rows(0, 1).reshape(batch, queries);
    positions = all.rows(1, 1).reshape(batch, queries);
    slots = all.rows(2, 1).reshape(batch, queries);
  }

  public Tensor ids() {
    return ids;
  }

  public Tensor positions() {
    return positions;
  }

  public Tensor slots() {
    return slots;
  }

  /** Sets where the next tokens stand, {@code [batch * queries]} each. */
  public void start(int[] positions, int[] slots) {
    Backend backend = all.backend();
    backend.upload(positions, 0, this.positions.view(), positions.length);
    backend.upload(slots, 0, this.slots.view(), slots.length);
  }

  /**
   * Reads one token of every text and moves on.
   *
   * @param tokens {@code [batch * queries]}
   * @param context with the positions and slots of this state
   * @return logits {@code [batch * queries, vocab]} of the tokens that follow
   */
  Tensor step(CausalLm lm, int[] tokens, DecoderContext context) {
    Backend backend = all.backend();
    backend.upload(tokens, 0, ids.view(), tokens.length);
    return NoGrad.call(
        () -> {
          Tensor hidden = lm.model().forward(lm.model().embed(ids), context);
          backend.index().advance(positions.view(), 1, 2 * tokens.length);
          return lm.logits(hidden).reshape(tokens.length, -1);
        });
  }
}
