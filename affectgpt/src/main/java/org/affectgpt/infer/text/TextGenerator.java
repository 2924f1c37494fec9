package org.affectgpt.infer.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.affectgpt.infer.text.GeneratedText.Finish;
import org.affectgpt.io.tokenizer.TokenStream;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.DecoderModel;
import org.affectgpt.nn.generate.Generation;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;

/** Continues a batch of prompts, padded on the left. */
public final class TextGenerator {
  private final TextModel model;
  private final Sampling sampling;
  private final Set<Integer> eosIds;
  private final List<String> stops;
  private final int maxTokens;

  /** Hears the texts while they grow, in pieces of whole characters. */
  @FunctionalInterface
  public interface Pieces {
    void text(int row, String piece);
  }

  /**
   * @param eosIds tokens that end a text
   * @param stops strings that end a text, which does not contain them
   * @param maxTokens new tokens a text at most; the model's context may allow fewer
   */
  public TextGenerator(
      TextModel model, Sampling sampling, Set<Integer> eosIds, List<String> stops, int maxTokens) {
    this.model = model;
    this.sampling = sampling;
    this.eosIds = Set.copyOf(eosIds);
    this.stops = List.copyOf(stops);
    this.maxTokens = maxTokens;
  }

  /**
   * @param prompts tokens, at least one each and fewer than the model's context
   * @param rng text r draws from its own stream
   */
  public List<GeneratedText> generate(List<int[]> prompts, CounterRng rng, Pieces pieces) {
    long start = System.nanoTime();
    int longest = prompts.stream().mapToInt(p -> p.length).max().orElseThrow();
    int room = Math.min(maxTokens, model.config().maxPositions() - longest);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < prompts.size(); r++) {
      rows.add(new Row(r, pieces));
    }
    Generator generator =
        new Generator(
            sampling,
            new StopRule(room, eosIds, List.of()),
            pad(),
            (r, id) -> rows.get(r).accept(id));
    List<Generation> made =
        NoGrad.call(
            () ->
                generator.generate(
                    decoding(prompts, longest, room), prompts.toArray(int[][]::new), rng));
    List<GeneratedText> texts = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      texts.add(rows.get(r).finish(made.get(r), prompts.get(r).length, start));
    }
    return texts;
  }

  /** What fills is never seen, but has to be a token. */
  private int pad() {
    int pad = model.defaults().padId();
    return pad < model.config().vocabSize() ? pad : 0;
  }

  private BatchDecoding decoding(List<int[]> prompts, int longest, int room) {
    int[] ids = new int[prompts.size() * longest];
    Arrays.fill(ids, pad());
    int[][] mask = new int[prompts.size()][longest];
    for (int r = 0; r < mask.length; r++) {
      int[] prompt = prompts.get(r);
      int left = longest - prompt.length;
      System.arraycopy(prompt, 0, ids, r * longest + left, prompt.length);
      Arrays.fill(mask[r], left, longest, 1);
    }
    DecoderModel decoder = model.decoder().model();
    Tensor embeds = decoder.embed(Tensor.ofInts(decoder.backend(), ids, mask.length, longest));
    return new BatchDecoding(model.decoder(), embeds, mask, room);
  }

  /** One text on its way from tokens to characters. */
  private final class Row {
    private final int number;
    private final Pieces pieces;
    private final TokenStream stream = model.tokenizer().stream(true);
    private final StopText stop = new StopText(stops);
    private final StringBuilder text = new StringBuilder();
    private long first;
    private long last;

    Row(int number, Pieces pieces) {
      this.number = number;
      this.pieces = pieces;
    }

    /** Returns whether the text goes on. */
    boolean accept(int id) {
      last = System.nanoTime();
      first = first == 0 ? last : first;
      if (!eosIds.contains(id)) {
        emit(stop.accept(stream.accept(id)));
      }
      return !stop.reached();
    }

    private void emit(String piece) {
      if (!piece.isEmpty()) {
        text.append(piece);
        pieces.text(number, piece);
      }
    }

    GeneratedText finish(Generation made, int promptTokens, long start) {
      emit(stop.accept(stream.finish()));
      emit(stop.finish());
      int[] ids = made.ids();
      Finish finish = made.finished() ? Finish.EOS : Finish.LENGTH;
      return new GeneratedText(
          text.toString(),
          ids,
          promptTokens,
          stop.reached() ? Finish.STOP : finish,
          (first - start) / 1e9,
          (last - first) / 1e9);
    }
  }
}
