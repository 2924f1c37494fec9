package org.affectgpt.infer.text;

/**
 * One text that a model wrote.
 *
 * @param text without special tokens, and cut before the stop string that ended it
 * @param ids all new tokens, with those that ended the text
 * @param promptTokens tokens of its prompt, without padding
 * @param finish why it ended
 * @param prefillSeconds from the start to the first token; the same for all texts of a batch
 * @param decodeSeconds from the first token to this text's last
 */
public record GeneratedText(
    String text,
    int[] ids,
    int promptTokens,
    Finish finish,
    double prefillSeconds,
    double decodeSeconds) {

  /** Why a text ended. */
  public enum Finish {
    /** An end token. */
    EOS,
    /** A stop string. */
    STOP,
    /** As many tokens as were asked for, or as the model's context holds. */
    LENGTH
  }

  /** Tokens a second after the first token; 0 for a text of one token. */
  public double tokensPerSecond() {
    return ids.length < 2 ? 0 : (ids.length - 1) / Math.max(decodeSeconds, 1e-9);
  }
}
