package org.affectgpt.nn.generate;

import static org.affectgpt.tensor.ops.rows.ArgMax.argMax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.nn.decoder.Decoding;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.MemoryScope;

/**
 * Grows texts until each has ended. Every row draws from its own stream, so a text does not depend
 * on how long its neighbours live.
 */
public final class Generator {
  private final Sampling sampling;
  private final StopRule stop;
  private final int padId;
  private final Listener listener;

  /** Hears every token as it is made: for streaming, and for ends that only a reader can tell. */
  @FunctionalInterface
  public interface Listener {
    /** Returns whether the text of this row goes on. */
    boolean token(int row, int id);
  }

  /**
   * @param padId what ended rows are fed with while others go on
   */
  public Generator(Sampling sampling, StopRule stop, int padId) {
    this(sampling, stop, padId, (row, id) -> true);
  }

  public Generator(Sampling sampling, StopRule stop, int padId, Listener listener) {
    this.sampling = sampling;
    this.stop = stop;
    this.padId = padId;
    this.listener = listener;
  }

  /** Generates without a history: a repetition penalty then looks at new tokens only. */
  public List<Generation> generate(Decoding decoding, CounterRng rng) {
    return generate(decoding, new int[decoding.rows()][0], rng);
  }

  /**
   * @param decoding with room for {@code maxNewTokens}
   * @param history prompt tokens of each row, for a repetition penalty
   * @param rng row r draws from {@code rng.split(r)}
   */
  public List<Generation> generate(Decoding decoding, int[][] history, CounterRng rng) {
    int rows = decoding.rows();
    int max = stop.maxNewTokens();
    Scores scores = new Scores();
    Row[] texts = new Row[rows];
    for (int r = 0; r < rows; r++) {
      texts[r] =
          new Row(history[r], max, rng.split(r), sampling.processors(history[r].length, stop));
    }
    for (int step = 0; step < max && !Arrays.stream(texts).allMatch(t -> t.ended); step++) {
      try (MemoryScope token = decoding.backend().scope()) {
        Tensor logits = step == 0 ? decoding.prefill() : decoding.step(nextInputs(texts));
        advance(texts, logits, scores);
      }
    }
    List<Generation> all = new ArrayList<>();
    for (Row t : texts) {
      all.add(new Generation(Arrays.copyOfRange(t.tokens, t.prompt, t.length), t.ended));
    }
    return all;
  }

  private int[] nextInputs(Row[] texts) {
    int[] ids = new int[texts.length];
    Arrays.setAll(ids, r -> texts[r].ended ? padId : texts[r].tokens[texts[r].length - 1]);
    return ids;
  }

  /** Appends a token to every text: the best ones are found where the logits are. */
  private void advance(Row[] texts, Tensor logits, Scores scores) {
    boolean plain = sampling.greedy() && Arrays.stream(texts).allMatch(t -> t.processors.isEmpty());
    int[] best = plain ? argMax(logits, -1).toInts() : new int[0];
    if (!plain) {
      scores.read(logits);
    }
    for (int r = 0; r < texts.length; r++) {
      Row t = texts[r];
      if (t.ended) {
        continue;
      }
      int id =
          plain ? best[r] : sampling.choose(t.processors, t.tokens, t.length, scores.row(r), t.rng);
      t.tokens[t.length++] = id;
      boolean ends = stop.ends(t.tokens, t.prompt, t.length);
      t.ended = !listener.token(r, id) || ends;
    }
  }

  /** The scores of one step on the host, all rows in one copy, in memory that the steps share. */
  private static final class Scores {
    private float[] all = {};
    private float[] row = {};

    void read(Tensor logits) {
      if (all.length != logits.size()) {
        all = new float[Math.toIntExact(logits.size())];
        row = new float[logits.dim(1)];
      }
      logits.backend().download(logits.view(), all, 0, all.length);
    }

    /** Scores of one row, to be changed. */
    float[] row(int r) {
      System.arraycopy(all, r * row.length, row, 0, row.length);
      return row;
    }
  }

  /** One growing text: its prompt, then its new tokens. */
  private static final class Row {
    final int[] tokens;
    final int prompt;
    final CounterRng rng;
    final List<LogitsProcessor> processors;
    int length;
    boolean ended;

    Row(int[] history, int room, CounterRng rng, List<LogitsProcessor> processors) {
      this.processors = processors;
      tokens = Arrays.copyOf(history, history.length + room);
      prompt = history.length;
      length = history.length;
      this.rng = rng;
    }
  }
}
