package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.doubles.DoubleList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a word becomes tokens: the {@code model} of a {@code tokenizer.json} without its tokens. */
sealed interface WordModel {
  /**
   * Byte-pair encoding.
   *
   * @param merges in the order in which they were learned
   * @param options what is done besides
   */
  record Bpe(List<BytePairs.Merge> merges, BpeOptions options) implements WordModel {
    @Override
    public PieceEncoder encoder(Vocabulary vocabulary, boolean byteLevel) {
      return new WordEncoder(vocabulary, new BytePairs(merges), options, byteLevel);
    }
  }

  /**
   * The longest known beginning first, then that of the rest (Schuster and Nakajima 2012).
   *
   * @param unknown the token for a word that cannot be put together
   * @param prefix what the tokens of a word but the first begin with
   * @param longest words of more characters are unknown
   */
  record WordPiece(String unknown, String prefix, int longest) implements WordModel {
    @Override
    public PieceEncoder encoder(Vocabulary vocabulary, boolean byteLevel) {
      PieceEncoder words = new WordPieceEncoder(vocabulary, this);
      return byteLevel ? words.ofBytes() : words;
    }
  }

  /**
   * A word is a token or unknown.
   *
   * @param unknown the token for a word that is none
   */
  record WordLevel(String unknown) implements WordModel {
    @Override
    public PieceEncoder encoder(Vocabulary vocabulary, boolean byteLevel) {
      PieceEncoder words =
          (text, from, to, out) -> {
            int id = vocabulary.id(text.substring(from, to));
            out.add(id >= 0 ? id : PieceEncoder.unknown(vocabulary, unknown));
          };
      return byteLevel ? words.ofBytes() : words;
    }
  }

  /**
   * The most probable way to cut a text in tokens (Kudo 2018).
   *
   * @param scores logarithms of the tokens' probabilities, by id
   * @param unknown the id of the token for unknown characters, or null
   * @param byteFallback whether an unknown character becomes the tokens {@code <0x0A>} of its bytes
   */
  record Unigram(DoubleList scores, @Nullable Integer unknown, boolean byteFallback)
      implements WordModel {
    @Override
    public PieceEncoder encoder(Vocabulary vocabulary, boolean byteLevel) {
      PieceEncoder words = new UnigramEncoder(vocabulary, this);
      return byteLevel ? words.ofBytes() : words;
    }
  }

  /** The encoder of words, of their bytes if {@code byteLevel}; threads may share it. */
  PieceEncoder encoder(Vocabulary vocabulary, boolean byteLevel);
}
