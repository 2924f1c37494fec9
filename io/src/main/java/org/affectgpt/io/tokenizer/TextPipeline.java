package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * From text to ids: text is cut at the added tokens that are looked for as they stand, normalised,
 * cut at the others, cut into pieces, and these become tokens.
 */
final class TextPipeline {
  private final UnaryOperator<String> normalizer;
  private final PreTokenizers words;
  private final PieceEncoder encoder;
  private final AddedTokenSplitter rawSplitter;
  private final AddedTokenSplitter normalizedSplitter;
  private final AddedTokenSplitter spelt;

  /**
   * @param encoder makes tokens of pieces
   * @throws IllegalArgumentException saying which part is not supported
   */
  TextPipeline(TokenizerModel file, PieceEncoder encoder) {
    this.encoder = encoder;
    normalizer = Normalizers.of(file.settings());
    words = PreTokenizers.of(file.settings());
    boolean splitSpecial = file.habits().splitSpecial();
    // The reference looks for special tokens first where contents are equal.
    List<AddedToken> tokens = new ArrayList<>(file.added());
    tokens.sort(Comparator.comparing(t -> !t.special()));
    rawSplitter =
        new AddedTokenSplitter(tokens.stream().filter(t -> !t.normalized()).toList(), splitSpecial);
    normalizedSplitter =
        new AddedTokenSplitter(
            tokens.stream().filter(AddedToken::normalized).map(this::normalized).toList(),
            splitSpecial);
    spelt =
        new AddedTokenSplitter(
            tokens.stream().filter(t -> t.normalized() && t.special()).toList(), splitSpecial);
  }

  /** The token as it is spelt in normalised text. */
  AddedToken normalized(AddedToken token) {
    return token.withContent(normalizer.apply(token.content()));
  }

  /**
   * Appends the ids of a text without unpaired surrogates.
   *
   * @param marks where special tokens stand for themselves
   */
  void encode(String text, MarkPlaces marks, IntArrayList ids) {
    rawSplitter.split(text, marks, new RawSink(ids, marks));
  }

  /** Text between raw added tokens: normalises it and cuts it at the normalised added tokens. */
  private final class RawSink implements AddedTokenSplitter.Sink {
    private final IntArrayList ids;
    private final MarkPlaces marks;
    private final NormalizedSink normalizedSink;

    RawSink(IntArrayList ids, MarkPlaces marks) {
      this.ids = ids;
      this.marks = marks;
      this.normalizedSink = new NormalizedSink(ids);
    }

    @Override
    public void text(String text, int from, int to) {
      normalizedSink.begins = from == 0;
      String part = text.substring(from, to);
      boolean free = marks == MarkPlaces.EVERYWHERE || spelt.isEmpty();
      normalizedSplitter.split(
          normalizer.apply(part),
          free ? MarkPlaces.EVERYWHERE : NormalizedMarks.of(part, from, spelt, marks),
          normalizedSink);
    }

    @Override
    public void token(int id) {
      ids.add(id);
    }
  }

  /** Normalised text without added tokens: cuts it into pieces and makes tokens of them. */
  private final class NormalizedSink implements AddedTokenSplitter.Sink {
    private final IntArrayList ids;
    private final PreTokenizer.Pieces pieces;
    private boolean begins;

    NormalizedSink(IntArrayList ids) {
      this.ids = ids;
      this.pieces = (text, from, to) -> encoder.encode(text, from, to, ids);
    }

    @Override
    public void text(String text, int from, int to) {
      PreTokenizer cut = begins && from == 0 ? words.first() : words.later();
      cut.split(text, from, to, pieces);
    }

    @Override
    public void token(int id) {
      ids.add(id);
    }
  }
}
