package org.affectgpt.io.chat;

import java.util.BitSet;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.tokenizer.Tokenizer;

/**
 * A conversation as the model reads it.
 *
 * @param written the text, each character of which knows whether a user wrote it
 */
public record ChatPrompt(Text written) {
  public String text() {
    return written.toString();
  }

  /**
   * The ids. Special tokens are those that the template wrote: a mark whose first or last character
   * comes from the user is plain text. None are added around the text, as templates write their
   * own.
   */
  public int[] encode(Tokenizer tokenizer) {
    BitSet user = written.userUnits();
    return tokenizer.encode(text(), (from, to) -> !user.get(from) && !user.get(to - 1));
  }
}
