package org.affectgpt.nn.qwen2;

import java.util.Arrays;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;

/** One text a prompt. Prompts may be padded on either side; padding is never seen. */
public final class BatchDecoding implements Decoding {
  private final Qwen2ForCausalLm lm;
  private final Tensor embeds;
  private final int[][] promptMask;
  private final int[][] keyMask;
  private final KvCache cache;
  private int step;

  /**
   * @param embeds embedded prompts {@code [batch, prefix, hidden]}
   * @param promptMask {@code [batch][prefix]}, 0 for padding
   * @param maxNew tokens that the cache has room for
   */
  public BatchDecoding(Qwen2ForCausalLm lm, Tensor embeds, int[][] promptMask, int maxNew) {
    this.lm = lm;
    this.embeds = embeds;
    this.promptMask = promptMask;
    int prefix = embeds.dim(1);
    this.cache = new KvCache(embeds.backend(), lm.config(), embeds.dim(0), prefix + maxNew);
    this.keyMask = new int[promptMask.length][];
    for (int b = 0; b < promptMask.length; b++) {
      keyMask[b] = Arrays.copyOf(promptMask[b], cache.capacity());
      Arrays.fill(keyMask[b], prefix, cache.capacity(), 1);
    }
  }

  @Override
  public int rows() {
    return embeds.dim(0);
  }

  @Override
  public Tensor prefill() {
    step = 0;
    int[] last = new int[rows()];
    Arrays.setAll(last, b -> b * embeds.dim(1) + Branches.lastReal(promptMask[b]));
    DecoderContext context = context(0, DecoderContext.positionsOf(promptMask));
    return NoGrad.call(() -> lm.logits(lm.rows(lm.model().forward(embeds, context), last)));
  }

  @Override
  public Tensor step(int[] ids) {
    int[][] positions = new int[rows()][1];
    for (int b = 0; b < rows(); b++) {
      positions[b][0] = Arrays.stream(promptMask[b]).sum() + step;
    }
    DecoderContext context = context(embeds.dim(1) + step, positions);
    step++;
    return NoGrad.call(
        () -> {
          Tensor x = lm.model().embed(Tensor.ofInts(embeds.backend(), ids, rows(), 1));
          return lm.logits(lm.model().forward(x, context)).reshape(rows(), -1);
        });
  }

  private DecoderContext context(int start, int[][] positions) {
    return DecoderContext.of(
        embeds.backend(),
        AttentionPattern.causal(start),
        positions,
        keyMask,
        new DecoderContext.Slots(cache, start, 1));
  }
}
