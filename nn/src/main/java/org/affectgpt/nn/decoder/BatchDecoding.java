package org.affectgpt.nn.decoder;

import static org.affectgpt.tensor.ops.shape.Slice.slice;

import java.util.Arrays;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.jspecify.annotations.Nullable;

/**
 * One text a prompt. Prompts may be padded on either side; padding is never seen. Prompts are read
 * in pieces, so that activations take a bounded amount of memory whatever their length, and the
 * cache grows with the texts.
 */
public final class BatchDecoding implements Decoding {
  private static final int PIECE_TOKENS = 512;
  private static final int SPARE = 256;

  private final CausalLm lm;
  private final Tensor embeds;
  private final int[][] promptMask;
  private final int[] lengths;
  private final int longest;
  private final int limit;
  private final KvCache cache;
  private final DecodeState state;
  private @Nullable Tensor keyMask;
  private int step;

  /**
   * @param embeds embedded prompts {@code [batch, prefix, hidden]}
   * @param promptMask {@code [batch][prefix]}, 0 for padding
   * @param maxNew tokens that the cache can take at most
   */
  public BatchDecoding(CausalLm lm, Tensor embeds, int[][] promptMask, int maxNew) {
    this.lm = lm;
    this.embeds = embeds;
    this.promptMask = promptMask;
    this.lengths = Arrays.stream(promptMask).mapToInt(m -> Arrays.stream(m).sum()).toArray();
    this.longest = Arrays.stream(lengths).max().orElse(0);
    int prefix = embeds.dim(1);
    this.limit = prefix + maxNew;
    this.cache =
        new KvCache(embeds.backend(), lm.config(), embeds.dim(0), prefix + Math.min(maxNew, SPARE));
    this.state = new DecodeState(embeds.backend(), embeds.dim(0), 1);
    this.keyMask = cache.mask(promptMask);
  }

  @Override
  public Backend backend() {
    return embeds.backend();
  }

  @Override
  public int rows() {
    return embeds.dim(0);
  }

  @Override
  public Tensor prefill() {
    step = 0;
    int[] slots = new int[rows()];
    Arrays.fill(slots, embeds.dim(1));
    state.start(lengths, slots);
    return NoGrad.call(() -> lm.logits(lastStates()));
  }

  /** The final hidden state of each prompt's last token, {@code [batch, hidden]}. */
  private Tensor lastStates() {
    int piece = Math.max(1, PIECE_TOKENS / rows());
    int[][] positions = DecoderContext.positionsOf(promptMask);
    Tensor last = Tensor.zeros(backend(), rows(), embeds.dim(2));
    for (int start = 0; start < embeds.dim(1); start += piece) {
      try (MemoryScope pass = backend().scope()) {
        read(start, Math.min(piece, embeds.dim(1) - start), positions, last);
      }
    }
    return last;
  }

  /** Reads a piece of the prompts and keeps the states of the last tokens that lie in it. */
  private void read(int start, int time, int[][] positions, Tensor last) {
    int hidden = embeds.dim(2);
    int[] flat = new int[rows() * time];
    for (int b = 0; b < rows(); b++) {
      System.arraycopy(positions[b], start, flat, b * time, time);
    }
    Tensor x = time == embeds.dim(1) ? embeds : slice(embeds, 1, start, time);
    DecoderContext context =
        new DecoderContext(
            AttentionPattern.causal(start),
            Tensor.ofInts(backend(), flat, rows(), time),
            longest - 1,
            keyMask,
            cache.slots(start, time));
    Tensor states = lm.model().forward(x, context);
    for (int b = 0; b < rows(); b++) {
      int at = Branches.lastReal(promptMask[b]) - start;
      if (at >= 0 && at < time) {
        backend()
            .index()
            .copy2d(
                states.view().plus(((long) b * time + at) * hidden),
                hidden,
                last.view().plus((long) b * hidden),
                hidden,
                1,
                hidden);
      }
    }
  }

  @Override
  public Tensor step(int[] ids) {
    reserve(embeds.dim(1) + step + 1);
    DecoderContext context =
        new DecoderContext(
            AttentionPattern.decode(0, cache.capacity()),
            state.positions(),
            longest + step,
            keyMask,
            new DecoderContext.Slots(cache, state.slots()));
    step++;
    return state.step(lm, ids, context);
  }

  private void reserve(int room) {
    if (room > limit) {
      throw new IllegalStateException("the cache has room for " + limit + " tokens");
    }
    if (room > cache.capacity()) {
      cache.grow(Math.min(limit, room + Math.max(SPARE, room / 2)));
      keyMask = cache.mask(promptMask);
    }
  }
}
