package org.affectgpt.nn.decoder;

import static org.affectgpt.tensor.ops.shape.Repeat.repeatRows;

import java.util.Arrays;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/**
 * A group of texts a prompt. The prompt is read once and its keys and values are shared: a cache
 * row is {@code [prefix | group x maxNew]}. Text g of prompt b is row {@code b * group + g}.
 */
public final class GroupDecoding implements Decoding {
  private final CausalLm lm;
  private final Tensor embeds;
  private final int[][] promptMask;
  private final int[] lengths;
  private final int longest;
  private final int group;
  private final int maxNew;
  private final KvCache cache;
  private final DecodeState state;
  private final @Nullable Tensor keyMask;
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
    this.lengths = Arrays.stream(promptMask).mapToInt(m -> Arrays.stream(m).sum()).toArray();
    this.longest = Arrays.stream(lengths).max().orElse(0);
    int prefix = embeds.dim(1);
    this.cache = new KvCache(embeds.backend(), lm.config(), embeds.dim(0), prefix + group * maxNew);
    this.state = new DecodeState(embeds.backend(), embeds.dim(0), group);
    this.keyMask = cache.mask(promptMask);
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
    int batch = embeds.dim(0);
    int prefix = embeds.dim(1);
    step = 0;
    int[] positions = new int[rows()];
    int[] slots = new int[rows()];
    for (int r = 0; r < rows(); r++) {
      positions[r] = lengths[r / group];
      slots[r] = prefix + r % group * maxNew;
    }
    state.start(positions, slots);
    int[] last = new int[batch];
    Arrays.setAll(last, b -> b * prefix + Branches.lastReal(promptMask[b]));
    DecoderContext context =
        new DecoderContext(
            AttentionPattern.causal(0),
            DecoderContext.ints(backend(), DecoderContext.positionsOf(promptMask)),
            longest - 1,
            keyMask,
            cache.slots(0, prefix));
    return NoGrad.call(
        () -> {
          Tensor hidden = lm.rows(lm.model().forward(embeds, context), last);
          return repeatRows(lm.logits(hidden), group);
        });
  }

  @Override
  public Tensor step(int[] ids) {
    if (step >= maxNew) {
      throw new IllegalStateException("the cache has room for " + maxNew + " new tokens");
    }
    DecoderContext context =
        new DecoderContext(
            AttentionPattern.decode(embeds.dim(1), maxNew),
            state.positions(),
            longest + step,
            keyMask,
            new DecoderContext.Slots(cache, state.slots()));
    step++;
    return state.step(lm, ids, context);
  }
}
