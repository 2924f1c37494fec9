package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.affectgpt.io.regex.RegexSearch;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A byte-level BPE tokenizer in the Hugging Face format: text is cut at added tokens, normalised,
 * cut into words by a regular expression, and each word's bytes are merged into tokens. Equal to
 * the {@code tokenizers} library id for id. Immutable; threads may share one.
 */
public final class Tokenizer {
  private final TokenizerModel model;
  private final String source;
  private final BytePairs pairs;
  private final WordEncoder wordEncoder;
  private final UnaryOperator<String> normalizer;
  private final PreTokenizer preTokenizer;
  private final PostProcessor postProcessor;
  private final boolean decodesBytes;
  private final UnaryOperator<List<String>> decoder;
  private final AddedTokenSplitter rawSplitter;
  private final AddedTokenSplitter normalizedSplitter;
  private final AddedTokenSplitter spelt;
  private final Map<String, AddedToken> addedByContent = new HashMap<>();
  private final Int2ObjectOpenHashMap<AddedToken> addedById = new Int2ObjectOpenHashMap<>();
  private final int vocabSize;

  /**
   * @throws IllegalArgumentException saying which part is not supported
   */
  Tokenizer(TokenizerModel file) {
    this(file, new BytePairs(file.merges()), "the tokenizer");
  }

  private Tokenizer(TokenizerModel file, BytePairs pairs, String source) {
    this.source = source;
    this.pairs = pairs;
    model = file;
    normalizer = Normalizers.of(file.settings().path("normalizer"));
    PreTokenizers words = PreTokenizers.of(file.settings().path("pre_tokenizer"));
    preTokenizer = words.splitter();
    wordEncoder = new WordEncoder(file.vocabulary(), pairs, file.options(), words.byteLevel());
    postProcessor = PostProcessor.of(file.settings().path("post_processor"));
    decodesBytes = Decoders.isByteLevel(file.settings().path("decoder"));
    decoder = Decoders.of(file.settings().path("decoder"));
    // The reference looks for special tokens first where contents are equal.
    List<AddedToken> tokens = new ArrayList<>(file.added());
    tokens.sort(Comparator.comparing(t -> !t.special()));
    rawSplitter = new AddedTokenSplitter(tokens.stream().filter(t -> !t.normalized()).toList());
    normalizedSplitter =
        new AddedTokenSplitter(
            tokens.stream().filter(AddedToken::normalized).map(this::normalized).toList());
    spelt =
        new AddedTokenSplitter(tokens.stream().filter(t -> t.normalized() && t.special()).toList());
    int size = model.vocabulary().size();
    for (AddedToken token : model.added()) {
      addedByContent.put(token.content(), token);
      // As in the reference, a token that is looked for in normalised text is also spelt so.
      addedById.put(token.id(), token.normalized() ? normalized(token) : token);
      size = Math.max(size, token.id() + 1);
    }
    vocabSize = size;
  }

  private AddedToken normalized(AddedToken token) {
    return token.withContent(normalizer.apply(token.content()));
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @throws InputException naming the file when it is missing, damaged, or not a byte-level BPE
   */
  public static Tokenizer load(Path file) {
    TokenizerModel model = TokenizerReader.read(file);
    try {
      return new Tokenizer(model, new BytePairs(model.merges()), file.toString());
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": not a usable byte-level BPE: " + e.getMessage(), e);
    }
  }

  /** Writes a {@code tokenizer.json} that this class and the {@code tokenizers} library read. */
  public void save(Path file) {
    TokenizerWriter.write(model, file);
  }

  /**
   * The ids of a text; no special tokens are added around it, and nothing is cut off or padded.
   *
   * @throws InputException if a regular expression of the tokenizer never comes to an end on it
   */
  public int[] encode(String text) {
    return encode(text, MarkPlaces.EVERYWHERE);
  }

  /**
   * The same of a text in which special tokens stand for themselves only where {@code marks} says
   * so; anywhere else they are text like any other. Added tokens that are not special are words of
   * the vocabulary, and found everywhere.
   */
  public int[] encode(String text, MarkPlaces marks) {
    IntArrayList ids = new IntArrayList(text.length() / 3 + 8);
    try {
      rawSplitter.split(wellFormed(text), marks, new RawSink(ids, marks));
    } catch (RegexSearch.TooSlow e) {
      throw new InputException(source + ": " + e.getMessage() + " on this text", e);
    }
    return ids.toIntArray();
  }

  /**
   * The ids of a text with the tokens that the file's post-processor puts around it, such as the
   * {@code <|begin_of_text|>} of Llama 3; most Qwen files put none.
   */
  public int[] encodeWithSpecial(String text) {
    return postProcessor.apply(encode(text));
  }

  /** Unpaired surrogates have no UTF-8 form; they become U+FFFD. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(
            text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .toArray(),
            0,
            text.codePointCount(0, text.length()));
      }
    }
    return text;
  }

  /** Text between raw added tokens: normalises it and cuts it at the normalised added tokens. */
  private final class RawSink implements AddedTokenSplitter.Sink {
    private final IntArrayList ids;
    private final MarkPlaces marks;
    private final AddedTokenSplitter.Sink normalizedSink;

    RawSink(IntArrayList ids, MarkPlaces marks) {
      this.ids = ids;
      this.marks = marks;
      this.normalizedSink = new NormalizedSink(ids);
    }

    @Override
    public void text(String text, int from, int to) {
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

  /** Normalised text without added tokens: cuts it into words and merges their bytes. */
  private final class NormalizedSink implements AddedTokenSplitter.Sink {
    private final IntArrayList ids;
    private final PreTokenizer.Pieces pieces;

    NormalizedSink(IntArrayList ids) {
      this.ids = ids;
      this.pieces = (text, from, to) -> wordEncoder.encode(text, from, to, ids);
    }

    @Override
    public void text(String text, int from, int to) {
      preTokenizer.split(text, from, to, pieces);
    }

    @Override
    public void token(int id) {
      ids.add(id);
    }
  }

  /**
   * The text of ids. Ids without a token are passed over, bytes that are not UTF-8 become U+FFFD.
   *
   * @param skipSpecial whether special tokens are left out
   */
  public String decode(int[] ids, boolean skipSpecial) {
    if (!decodesBytes) {
      List<String> tokens = new ArrayList<>(ids.length);
      for (int id : ids) {
        String token = token(id);
        if (token != null && !(skipSpecial && isSpecial(token))) {
          tokens.add(token);
        }
      }
      return String.join("", decoder.apply(tokens));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length * 4);
    for (int id : ids) {
      decode(id, skipSpecial, bytes);
    }
    StringBuilder text = new StringBuilder(bytes.size());
    Utf8.decode(bytes.toByteArray(), bytes.size(), true, text);
    return text.toString();
  }

  /** Whether every token stands for bytes of its own. */
  boolean decodesBytes() {
    return decodesBytes;
  }

  /** Appends the bytes of one token. */
  void decode(int id, boolean skipSpecial, ByteArrayOutputStream out) {
    String token = token(id);
    if (token != null && !(skipSpecial && isSpecial(token))) {
      ByteAlphabet.decode(token, out);
    }
  }

  /** A decoder that is given one id after the other. */
  public TokenStream stream(boolean skipSpecial) {
    return new TokenStream(this, skipSpecial);
  }

  /** The id of a token as the file spells it, or -1. */
  public int id(String token) {
    AddedToken added = addedByContent.get(token);
    return added != null ? added.id() : model.vocabulary().id(token);
  }

  /** The token of an id as the file spells it, or null. */
  public @Nullable String token(int id) {
    AddedToken added = addedById.get(id);
    return added != null ? added.content() : model.vocabulary().token(id);
  }

  private boolean isSpecial(String token) {
    AddedToken added = addedByContent.get(token);
    return added != null && added.special();
  }

  /** Whether the id is that of a special token. */
  public boolean isSpecial(int id) {
    AddedToken added = addedById.get(id);
    return added != null && added.special();
  }

  /** One more than the largest id: the rows that an embedding needs. */
  public int vocabSize() {
    return vocabSize;
  }

  /** The tokens that are found in the text as it stands. */
  public List<AddedToken> addedTokens() {
    return List.copyOf(model.added());
  }

  /**
   * A tokenizer with further special tokens, numbered from {@link #vocabSize} on in the given
   * order; one that is known keeps its id and becomes special.
   */
  public Tokenizer withAddedTokens(List<String> special) {
    List<AddedToken> added = new ArrayList<>(model.added());
    int next = vocabSize;
    for (String content : special) {
      int known = id(content);
      added.removeIf(t -> t.content().equals(content));
      added.add(AddedToken.special(known >= 0 ? known : next++, content));
    }
    return new Tokenizer(model.withAdded(added), pairs, source);
  }

  /**
   * The same tokenizer to which some of its added tokens are ordinary text, for what users write;
   * with {@link AddedToken#special} it is what transformers calls {@code split_special_tokens}.
   */
  public Tokenizer without(Predicate<AddedToken> hidden) {
    return new Tokenizer(
        model.withAdded(model.added().stream().filter(hidden.negate()).toList()), pairs, source);
  }
}
