package org.affectgpt.nn.decoder;

import java.util.Arrays;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.ops.shape.Repeat;

/**
 * A group of texts a prompt. The prompt is read once and its keys and values are shared: a cache
 * row is {@code [prefix | group x maxNew]}. Text g of prompt b is row {@code b * group + g}.
 */
public final class GroupDecoding implements Decoding {
  private final CausalLm lm;
  private final Tensor embeds;
  private final int[][] promptMask;
  private final int[][] keyMask;
  private final int group;
  private final int maxNew;
  private final KvCache cache;
  private int step;

  /**
   * @param embeds embedded prompts {@code [batch, prefix, hidden]}
   * @param promptMask {@code [batch][prefix]}, 0 for padding on either side
   * @param maxNew tokens that the cache has room for, in every text
   */
  public GroupDecoding(CausalLm lm, Tensor embeds, int[][] promptMask, int group, int maxNew) {
    this.lm = lm;
    this.embeds = embeds;
    this.promptMask = promptMask;
    this.group = group;
    this.maxNew = maxNew;
    int prefix = embeds.dim(1);
    this.cache = new KvCache(embeds.backend(), lm.config(), embeds.dim(0), prefix + group * maxNew);
    this.keyMask = new int[promptMask.length][];
    for (int b = 0; b < promptMask.length; b++) {
      keyMask[b] = Arrays.copyOf(promptMask[b], cache.capacity());
      Arrays.fill(keyMask[b], prefix, cache.capacity(), 1);
    }
  }

  @Override
  public Backend backend() {
    return embeds.backend();
  }

  @Override
  public int rows() {
    return embeds.dim(0) * group;
  }

  @Override
  public Tensor prefill() {
    step = 0;
    int[] last = new int[embeds.dim(0)];
    Arrays.setAll(last, b -> b * embeds.dim(1) + Branches.lastReal(promptMask[b]));
    DecoderContext context =
        DecoderContext.of(
            embeds.backend(),
            AttentionPattern.causal(0),
            DecoderContext.positionsOf(promptMask),
            keyMask,
            new DecoderContext.Slots(cache, 0, 1));
    return NoGrad.call(
        () -> {
          Tensor hidden = lm.rows(lm.model().forward(embeds, context), last);
          return Repeat.repeatRows(lm.logits(hidden), group);
        });
  }

  @Override
  public Tensor step(int[] ids) {
    if (step >= maxNew) {
      throw new IllegalStateException("the cache has room for " + maxNew + " new tokens");
    }
    int batch = embeds.dim(0);
    int[][] positions = new int[batch][group];
    for (int b = 0; b < batch; b++) {
      Arrays.fill(positions[b], Arrays.stream(promptMask[b]).sum() + step);
    }
    int prefix = embeds.dim(1);
    DecoderContext context =
        DecoderContext.of(
            embeds.backend(),
            AttentionPattern.decode(prefix, maxNew, step),
            positions,
            keyMask,
            new DecoderContext.Slots(cache, prefix + step, maxNew));
    step++;
    return NoGrad.call(
        () -> {
          Tensor x = lm.model().embed(Tensor.ofInts(embeds.backend(), ids, batch, group));
          return lm.logits(lm.model().forward(x, context)).reshape(rows(), -1);
        });
  }
}
