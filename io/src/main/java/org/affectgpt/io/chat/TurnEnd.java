package org.affectgpt.io.chat;

import java.time.Clock;
import java.util.OptionalInt;
import org.affectgpt.io.tokenizer.AddedToken;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.tensor.InputException;

/** The token that a template writes right behind an answer, where it writes one. */
public final class TurnEnd {
  private static final String ANSWER = "Ok-then-this-is-the-answer";

  private TurnEnd() {}

  /** Finds it by having an answered question written; empty where that cannot be done. */
  public static OptionalInt of(ChatTemplates templates, Tokenizer tokenizer) {
    String text;
    try {
      text =
          templates.prompt(ChatRequest.answered("Hello", ANSWER), Clock.systemDefaultZone()).text();
    } catch (InputException e) {
      return OptionalInt.empty();
    }
    int at = text.lastIndexOf(ANSWER);
    String rest = at < 0 ? "" : text.substring(at + ANSWER.length()).stripLeading();
    return tokenizer.addedTokens().stream()
        .filter(t -> t.special() && !t.content().isEmpty() && rest.startsWith(t.content()))
        .mapToInt(AddedToken::id)
        .findFirst();
  }
}
