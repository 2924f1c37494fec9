package org.affectgpt.io.tokenizer;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Decodes ids one at a time and holds back the bytes of a character until it is complete. The parts
 * together are what {@link Tokenizer#decode} gives for all the ids.
 */
public final class TokenStream {
  private final Tokenizer tokenizer;
  private final boolean skipSpecial;
  private byte[] held = new byte[0];

  TokenStream(Tokenizer tokenizer, boolean skipSpecial) {
    this.tokenizer = tokenizer;
    this.skipSpecial = skipSpecial;
  }

  /** The text that this id completes: often its own, empty inside a character. */
  public String accept(int id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(held);
    tokenizer.decode(id, skipSpecial, bytes);
    return decode(bytes.toByteArray(), false);
  }

  /** What is left at the end: U+FFFD for a character that was never completed, or nothing. */
  public String finish() {
    return decode(held, true);
  }

  private String decode(byte[] bytes, boolean end) {
    StringBuilder text = new StringBuilder();
    int consumed = Utf8.decode(bytes, bytes.length, end, text);
    held = Arrays.copyOfRange(bytes, consumed, bytes.length);
    return text.toString();
  }
}
