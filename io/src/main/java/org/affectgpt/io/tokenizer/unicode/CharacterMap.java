package org.affectgpt.io.tokenizer.unicode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SentencePiece's normaliser: a table from characters to texts, kept as a double-array tree of
 * UTF-8 (Aoe 1989) and the texts it points to, each ended by a zero. As in the reference, what a
 * user sees as one character is looked up whole if it is short, and takes the first entry that it
 * begins with.
 */
public final class CharacterMap {
  /** Graphemes of fewer bytes are looked up whole. */
  private static final int SHORT = 6;

  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  private final int[] units;
  private final byte[] texts;

  private CharacterMap(int[] units, byte[] texts) {
    this.units = units;
    this.texts = texts;
  }

  /**
   * The table of a file.
   *
   * @param base64 the table as {@code tokenizer.json} keeps it
   * @throws IllegalArgumentException saying that it is damaged
   */
  public static CharacterMap of(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int size = in.remaining() < 4 ? -1 : in.getInt();
    if (size < 4 || size > in.remaining()) {
      throw new IllegalArgumentException("the table is too short");
    }
    int[] units = new int[size / 4];
    for (int i = 0; i < units.length; i++) {
      units[i] = in.getInt();
    }
    return new CharacterMap(units, Arrays.copyOfRange(bytes, 4 + units.length * 4, bytes.length));
  }

  /** The text with every character replaced that the table has. */
  public String apply(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher graphemes = GRAPHEME.matcher(Letters.assigned(text));
    while (graphemes.find()) {
      String grapheme = text.substring(graphemes.start(), graphemes.end());
      byte[] utf8 = grapheme.getBytes(StandardCharsets.UTF_8);
      @Nullable String whole = utf8.length < SHORT ? mapped(utf8) : null;
      if (whole != null) {
        out.append(whole);
      } else {
        grapheme.codePoints().forEach(c -> append(c, out));
      }
    }
    return out.toString();
  }

  private void append(int c, StringBuilder out) {
    String one = Character.toString(c);
    @Nullable String mapped = mapped(one.getBytes(StandardCharsets.UTF_8));
    out.append(mapped == null ? one : mapped);
  }

  /** The text of the first entry that begins these bytes, or null. */
  private @Nullable String mapped(byte[] key) {
    int node = offset(units[0]);
    for (byte b : key) {
      int label = b & 0xFF;
      node ^= label;
      if (label == 0 || node < 0 || node >= units.length) {
        return null;
      }
      int unit = units[node];
      if ((unit & (1 << 31 | 0xFF)) != label) {
        return null;
      }
      node ^= offset(unit);
      if ((unit >>> 8 & 1) == 1) {
        return node >= 0 && node < units.length ? text(units[node] & Integer.MAX_VALUE) : null;
      }
    }
    return null;
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  private @Nullable String text(int from) {
    if (from > texts.length) {
      return null;
    }
    int to = from;
    while (to < texts.length && texts[to] != 0) {
      to++;
    }
    return new String(texts, from, to - from, StandardCharsets.UTF_8);
  }
}
