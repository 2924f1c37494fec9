package org.affectgpt.nn.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a model's makers allow in a text, whether tokens are drawn or the best is taken.
 *
 * @param bias added to tokens that would complete a sequence
 * @param badWords sequences that must not come
 * @param repeats what may come again
 * @param ends when a text may or must end
 * @param suppressed tokens that never come
 * @param suppressedFirst tokens that do not begin an answer
 * @param finite whether scores that are no numbers are mended
 */
public record TextRules(
    Map<List<Integer>, Double> bias,
    List<List<Integer>> badWords,
    Repeats repeats,
    Ends ends,
    List<Integer> suppressed,
    List<Integer> suppressedFirst,
    boolean finite) {
  public TextRules {
    bias = Map.copyOf(bias);
    badWords = List.copyOf(badWords);
    suppressed = List.copyOf(suppressed);
    suppressedFirst = List.copyOf(suppressedFirst);
  }

  /**
   * What may come again.
   *
   * @param ngram length of sequences that come once only; 0 for none
   * @param promptNgram length of sequences of the prompt that do not come again; 0 for none
   * @param promptPenalty above 1 makes tokens of the prompt likelier; 1 for none
   */
  public record Repeats(int ngram, int promptNgram, double promptPenalty) {}

  /**
   * When a text may or must end.
   *
   * @param minLength tokens before it may, the prompt among them
   * @param minNewTokens new tokens before it may
   * @param first the token after a prompt of one token
   * @param last tokens of which one is the last when there is room for no more
   * @param decay makes the end likelier with the length
   */
  public record Ends(
      int minLength,
      int minNewTokens,
      OptionalInt first,
      List<Integer> last,
      @Nullable Decay decay) {
    public Ends {
      last = List.copyOf(last);
    }
  }

  /**
   * An end that becomes likelier.
   *
   * @param start new tokens after which it does
   * @param factor a token
   */
  public record Decay(int start, double factor) {}

  /** No rule. */
  public static TextRules none() {
    return new TextRules(
        Map.of(),
        List.of(),
        new Repeats(0, 0, 1),
        new Ends(0, 0, OptionalInt.empty(), List.of(), null),
        List.of(),
        List.of(),
        false);
  }

  /** Those before the repetition penalty, in transformers' order. */
  List<LogitsProcessor> first(int prompt) {
    List<LogitsProcessor> all = new ArrayList<>();
    if (!bias.isEmpty()) {
      all.add(new SequenceBias(bias));
    }
    if (repeats.promptPenalty != 1) {
      all.add(new PromptPenalty(repeats.promptPenalty, prompt));
    }
    return all;
  }

  /** Those after it. */
  List<LogitsProcessor> second(int prompt, StopRule stop) {
    List<LogitsProcessor> all = new ArrayList<>();
    if (repeats.ngram > 0) {
      all.add(NoRepeatNgram.ofText(repeats.ngram));
    }
    if (repeats.promptNgram > 0) {
      all.add(new NoRepeatNgram(repeats.promptNgram, prompt));
    }
    if (!badWords.isEmpty()) {
      all.add(SequenceBias.forbidding(badWords, stop.eosIds()));
    }
    int least = Math.max(ends.minLength, ends.minNewTokens > 0 ? prompt + ends.minNewTokens : 0);
    if (least > prompt && !stop.eosIds().isEmpty()) {
      all.add(new MinLength(least, stop.eosIds()));
    }
    ends.first.ifPresent(id -> all.add(new ForcedTokens(List.of(id), 1)));
    if (!ends.last.isEmpty()) {
      all.add(new ForcedTokens(ends.last, prompt + stop.maxNewTokens() - 1));
    }
    if (finite) {
      all.add(new FiniteScores());
    }
    if (ends.decay != null) {
      all.add(new LengthDecay(prompt + ends.decay.start, ends.decay.factor, stop.eosIds()));
    }
    if (!suppressed.isEmpty()) {
      all.add(new Suppression(suppressed, -1));
    }
    if (!suppressedFirst.isEmpty()) {
      boolean forced = prompt <= 1 && ends.first.isPresent();
      all.add(new Suppression(suppressedFirst, forced ? prompt + 1 : prompt));
    }
    return all;
  }
}
