package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.affectgpt.io.tokenizer.unicode.Utf8;

/**
 * Decodes ids one at a time and holds back the bytes of a character until it is complete. The parts
 * together are what {@link Tokenizer#decode} gives for all the ids.
 */
public final class TokenStream {
  private final Tokenizer tokenizer;
  private final boolean skipSpecial;
  private byte[] held = new byte[0];

  /** For decoders under which a token's text depends on its neighbours. */
  private final IntArrayList ids = new IntArrayList();

  private int given;

  TokenStream(Tokenizer tokenizer, boolean skipSpecial) {
    this.tokenizer = tokenizer;
    this.skipSpecial = skipSpecial;
  }

  /** The text that this id completes: often its own, empty inside a character. */
  public String accept(int id) {
    if (!tokenizer.decodesBytes()) {
      ids.add(id);
      return rest(false);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(held);
    tokenizer.decode(id, skipSpecial, bytes);
    return decode(bytes.toByteArray(), false);
  }

  /** What is left at the end: U+FFFD for a character that was never completed, or nothing. */
  public String finish() {
    if (!tokenizer.decodesBytes()) {
      return rest(true);
    }
    return decode(held, true);
  }

  /** A token that is one byte: the next may make a character of it, or spoil it. */
  private boolean endsInByte() {
    String token = tokenizer.token(ids.getInt(ids.size() - 1));
    return token != null && token.startsWith("<0x");
  }

  private String rest(boolean end) {
    if (!end && tokenizer.cleansUp()) {
      return "";
    }
    String text = tokenizer.decode(ids.toIntArray(), skipSpecial);
    if (text.length() <= given || (!end && (text.endsWith("\uFFFD") || endsInByte()))) {
      return "";
    }
    String rest = text.substring(given);
    given = text.length();
    return rest;
  }

  private String decode(byte[] bytes, boolean end) {
    StringBuilder text = new StringBuilder();
    int consumed = Utf8.decode(bytes, bytes.length, end, text);
    held = Arrays.copyOfRange(bytes, consumed, bytes.length);
    return text.toString();
  }
}
