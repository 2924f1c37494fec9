package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.chars.Char2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.affectgpt.io.tokenizer.unicode.Letters;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text at its added tokens: leftmost match first, the longest where several begin, as the
 * reference's automaton does.
 */
final class AddedTokenSplitter {
  /** Receives the text between tokens and the tokens, in order. */
  interface Sink {
    void text(String text, int from, int to);

    void token(int id);
  }

  private final Char2ObjectOpenHashMap<List<AddedToken>> byFirstChar =
      new Char2ObjectOpenHashMap<>();
  private final boolean[] mayStart = new boolean[256];

  private final boolean splitSpecial;

  /**
   * @param splitSpecial whether special tokens are left in the text as any other words
   */
  AddedTokenSplitter(List<AddedToken> tokens, boolean splitSpecial) {
    this.splitSpecial = splitSpecial;
    for (AddedToken token : tokens) {
      String text = token.content();
      if (!text.isEmpty()) {
        char first = text.charAt(0);
        byFirstChar.computeIfAbsent(first, c -> new ArrayList<>()).add(token);
        mayStart[first & 0xFF] = true;
      }
    }
    Comparator<AddedToken> longestFirst = Comparator.comparingInt(t -> -t.content().length());
    byFirstChar.values().forEach(list -> list.sort(longestFirst));
  }

  /** Whether it looks for no token at all. */
  boolean isEmpty() {
    return byFirstChar.isEmpty();
  }

  void split(String text, Sink sink) {
    split(text, MarkPlaces.EVERYWHERE, sink);
  }

  /** The same where special tokens count only at places that {@code marks} allows. */
  void split(String text, MarkPlaces marks, Sink sink) {
    int done = 0;
    int at = 0;
    while (at < text.length()) {
      @Nullable AddedToken token = null;
      int end = at + 1;
      if (mayStart[text.charAt(at) & 0xFF]) {
        AddedToken match = longestAt(text, at);
        if (match != null) {
          int behind = at + match.content().length();
          if (!match.special() || marks.allow(at, behind)) {
            end = behind;
            token = isAllowed(match, text, at, end) ? match : null;
          }
        }
      }
      if (token != null) {
        int start = token.lstrip() ? Math.max(done, spaceBefore(text, at)) : at;
        int stop = token.rstrip() ? spaceAfter(text, end) : end;
        if (done < start) {
          sink.text(text, done, start);
        }
        // A token of white space that the one before has taken is gone.
        if (start < stop) {
          sink.token(token.id());
        }
        done = stop;
      }
      at = end;
    }
    if (done < text.length()) {
      sink.text(text, done, text.length());
    }
  }

  private @Nullable AddedToken longestAt(String text, int at) {
    List<AddedToken> candidates = byFirstChar.get(text.charAt(at));
    if (candidates != null) {
      for (AddedToken t : candidates) {
        if (text.startsWith(t.content(), at)) {
          return t;
        }
      }
    }
    return null;
  }

  private boolean isAllowed(AddedToken token, String text, int start, int end) {
    if (splitSpecial && token.special()) {
      return false;
    }
    return !token.singleWord()
        || ((start == 0 || !isWord(text.codePointBefore(start)))
            && (end == text.length() || !isWord(text.codePointAt(end))));
  }

  /** Regular expressions' {@code \w} with Unicode semantics. */
  private static boolean isWord(int c) {
    int type = Character.getType(c);
    return Character.isAlphabetic(c)
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.CONNECTOR_PUNCTUATION
        || type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || c == 0x200C
        || c == 0x200D;
  }

  private static int spaceBefore(String text, int at) {
    int i = at;
    while (i > 0 && Letters.isSpace(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int spaceAfter(String text, int at) {
    int i = at;
    while (i < text.length() && Letters.isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
