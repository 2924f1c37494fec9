package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;

/** Turns the pieces that a pre-tokenizer cuts into tokens. */
@FunctionalInterface
interface PieceEncoder {
  /** Thrown when a piece has no tokens and the file names none for that case. */
  final class NoToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoToken(String message) {
      super(message);
    }
  }

  /**
   * Appends the ids of {@code text[from .. to)}.
   *
   * @throws NoToken if there are none
   */
  void encode(String text, int from, int to, IntArrayList out);

  /** The same for the pieces' bytes, spelt in {@link ByteAlphabet}. */
  default PieceEncoder ofBytes() {
    return (text, from, to, out) -> {
      String encoded = ByteAlphabet.encode(text.substring(from, to));
      encode(encoded, 0, encoded.length(), out);
    };
  }

  /** The id of the token for what is unknown. */
  static int unknown(Vocabulary vocabulary, String token) {
    int id = vocabulary.id(token);
    if (id < 0) {
      throw new NoToken("model.unk_token '" + token + "' is needed here and not in its vocabulary");
    }
    return id;
  }
}
