package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;
import org.jspecify.annotations.Nullable;

/**
 * Turns a piece of text into tokens: first its bytes or characters, then merged. Pieces seen before
 * are answered from a cache.
 */
final class WordEncoder implements PieceEncoder {
  /** Immutable, so that threads may race for a slot: they lose work, never correctness. */
  private static final class CachedPiece {
    final String text;
    final int[] ids;

    CachedPiece(String text, int[] ids) {
      this.text = text;
      this.ids = ids;
    }
  }

  private static final int CACHE_BITS = 15;
  private static final int LONGEST_CACHED = 48;

  private final Vocabulary vocabulary;
  private final BytePairs pairs;
  private final BpeOptions options;
  private final boolean byteLevel;

  /** The token of each byte, or of its stand-in; used when all are known and spelled plainly. */
  private final int[] idOfByte = new int[256];

  private final boolean plainBytes;
  private final int[] fallback = new int[256];
  private final boolean hasFallback;
  private final @Nullable CachedPiece[] cache = new CachedPiece[1 << CACHE_BITS];

  WordEncoder(Vocabulary vocabulary, BytePairs pairs, BpeOptions options, boolean byteLevel) {
    this.vocabulary = vocabulary;
    this.pairs = pairs;
    this.options = options;
    this.byteLevel = byteLevel;
    boolean allBytes = true;
    for (int b = 0; b < 256; b++) {
      idOfByte[b] = vocabulary.id(String.valueOf(ByteAlphabet.charOf(b)));
      String digits = Integer.toHexString(0x100 | b).substring(1).toUpperCase(Locale.ROOT);
      fallback[b] = vocabulary.id("<0x" + digits + ">");
      allBytes &= idOfByte[b] >= 0;
    }
    plainBytes = byteLevel && allBytes && options.hasNoAffixes();
    hasFallback = options.byteFallback();
  }

  @Override
  public void encode(String text, int from, int to, IntArrayList out) {
    int length = to - from;
    if (length > LONGEST_CACHED) {
      merge(text.substring(from, to), out);
      return;
    }
    int hash = length;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text.charAt(i);
    }
    int slot = (hash * 0x9E3779B9) >>> (32 - CACHE_BITS);
    CachedPiece entry = cache[slot];
    if (entry == null || entry.text.length() != length || !text.startsWith(entry.text, from)) {
      String piece = text.substring(from, to);
      IntArrayList ids = new IntArrayList(8);
      merge(piece, ids);
      entry = new CachedPiece(piece, ids.toIntArray());
      cache[slot] = entry;
    }
    int[] ids = entry.ids;
    if (ids.length == 1) {
      out.add(ids[0]);
    } else {
      out.addElements(out.size(), ids);
    }
  }

  private void merge(String piece, IntArrayList out) {
    if (options.ignoreMerges()) {
      int whole = vocabulary.id(byteLevel ? ByteAlphabet.encode(piece) : piece);
      if (whole >= 0) {
        out.add(whole);
        return;
      }
    }
    if (plainBytes) {
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      int[] symbols = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        symbols[i] = idOfByte[bytes[i] & 0xFF];
      }
      pairs.merge(symbols, symbols.length, out);
    } else {
      IntArrayList symbols = symbols(byteLevel ? ByteAlphabet.encode(piece) : piece);
      pairs.merge(symbols.elements(), symbols.size(), out);
    }
  }

  /** One symbol a character; what is unknown falls back to bytes or to the unknown token. */
  private IntArrayList symbols(String word) {
    IntArrayList symbols = new IntArrayList(word.length());
    int pending = 0;
    for (int at = 0; at < word.length(); ) {
      int end = at + Character.charCount(word.codePointAt(at));
      String symbol = word.substring(at, end);
      symbol = at > 0 ? options.prefix() + symbol : symbol;
      symbol = end == word.length() ? symbol + options.suffix() : symbol;
      at = end;
      int id = vocabulary.id(symbol);
      if (id >= 0) {
        flush(pending, symbols);
        pending = 0;
        symbols.add(id);
      } else if ((!hasFallback || !addBytes(symbol, symbols)) && options.unknown() != null) {
        pending = options.fuseUnknown() ? 1 : pending + 1;
        // The reference holds only the last one back.
        flush(pending - 1, symbols);
        pending = 1;
      }
    }
    flush(pending, symbols);
    return symbols;
  }

  private void flush(int count, IntArrayList symbols) {
    for (int i = 0; i < count; i++) {
      symbols.add(PieceEncoder.unknown(vocabulary, String.valueOf(options.unknown())));
    }
  }

  private boolean addBytes(String symbol, IntArrayList symbols) {
    byte[] bytes = symbol.getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      if (fallback[b & 0xFF] < 0) {
        return false;
      }
    }
    for (byte b : bytes) {
      symbols.add(fallback[b & 0xFF]);
    }
    return true;
  }
}
