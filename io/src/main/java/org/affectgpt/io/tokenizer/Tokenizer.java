package org.affectgpt.io.tokenizer;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.affectgpt.io.regex.RegexSearch;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;
import org.affectgpt.io.tokenizer.unicode.Utf8;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer in the Hugging Face format: text is cut at added tokens, normalised, cut into words,
 * and each word becomes tokens by BPE, WordPiece, a look-up or a unigram model. Equal to the {@code
 * tokenizers} library id for id. Immutable; threads may share one.
 */
public final class Tokenizer {
  private final TokenizerModel model;
  private final String source;
  private final PieceEncoder encoder;
  private final TextPipeline pipeline;
  private final PostProcessor postProcessor;
  private final boolean decodesBytes;
  private final UnaryOperator<List<String>> decoder;
  private final Map<String, AddedToken> addedByContent = new HashMap<>();
  private final Int2ObjectOpenHashMap<AddedToken> addedById = new Int2ObjectOpenHashMap<>();
  private final int vocabSize;

  /**
   * @throws IllegalArgumentException saying which part is not supported
   */
  Tokenizer(TokenizerModel file) {
    this(file, "the tokenizer");
  }

  private Tokenizer(TokenizerModel file, String source) {
    this(file, encoder(file), source);
  }

  private Tokenizer(TokenizerModel file, PieceEncoder encoder, String source) {
    this.source = source;
    this.encoder = encoder;
    model = file;
    pipeline = new TextPipeline(file, encoder);
    postProcessor = PostProcessor.of(file.settings());
    decodesBytes = Decoders.isByteLevel(file.settings()) && !file.habits().cleansUp();
    decoder = Decoders.of(file.settings(), file.habits().cleansUp());
    int size = model.vocabulary().size();
    for (AddedToken token : model.added()) {
      addedByContent.put(token.content(), token);
      // As in the reference, a token that is looked for in normalised text is also spelt so.
      addedById.put(token.id(), token.normalized() ? pipeline.normalized(token) : token);
      size = Math.max(size, token.id() + 1);
    }
    vocabSize = size;
  }

  private static PieceEncoder encoder(TokenizerModel file) {
    boolean byteLevel = PreTokenizers.of(file.settings()).byteLevel();
    return file.words().encoder(file.vocabulary(), byteLevel);
  }

  /**
   * Reads a {@code tokenizer.json} as the {@code tokenizers} library does, whatever lies beside it.
   *
   * @throws InputException naming the file when it is missing, damaged, or not supported
   */
  public static Tokenizer load(Path file) {
    return of(TokenizerReader.read(file), file);
  }

  /**
   * Reads the tokenizer of a model's folder as transformers does: {@code tokenizer.json}, or {@code
   * vocab.txt} of an older BERT, with what {@code tokenizer_config.json} and the files beside it
   * change.
   *
   * @throws InputException naming the file and the key at fault
   */
  public static Tokenizer ofFolder(Path folder) {
    return of(TokenizerFolder.read(folder), TokenizerFolder.file(folder));
  }

  private static Tokenizer of(TokenizerModel model, Path file) {
    try {
      return new Tokenizer(model, file.toString());
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": not a usable tokenizer: " + e.getMessage(), e);
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
      pipeline.encode(wellFormed(text), marks, ids);
    } catch (PieceEncoder.NoToken e) {
      throw new InputException(source + ": " + e.getMessage(), e);
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

  /** Whether decoded text is tidied up as a whole: what follows may change what was there. */
  boolean cleansUp() {
    return model.habits().cleansUp();
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
    return new Tokenizer(model.withAdded(added), encoder, source);
  }

  /**
   * The same tokenizer to which some of its added tokens are ordinary text, for what users write;
   * with {@link AddedToken#special} it is what transformers calls {@code split_special_tokens}.
   */
  public Tokenizer without(Predicate<AddedToken> hidden) {
    return new Tokenizer(
        model.withAdded(model.added().stream().filter(hidden.negate()).toList()), encoder, source);
  }
}
