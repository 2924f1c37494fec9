package org.affectgpt.io.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.affectgpt.io.tokenizer.AddedToken;
import org.affectgpt.io.tokenizer.AroundText;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.tensor.InputException;

/**
 * The tokenizer that a file carries, with the tokens around a text.
 *
 * @param tokenizer text to ids and back; {@code encodeWithSpecial} puts {@code bos} before a text
 *     where {@code addBos} says so
 * @param bos the token that begins a text, or -1
 * @param eos the token that ends a text, or -1
 * @param stops the tokens that end an answer: {@code eos}, and others such as an end of turn
 * @param addBos whether a text is given to the model with {@code bos} before it
 */
public record GgufTokenizer(
    Tokenizer tokenizer, int bos, int eos, List<Integer> stops, boolean addBos) {
  static final String PREFIX = "tokenizer.ggml.";
  private static final Set<String> KEEP_SPACE = Set.of("<unk>", "<s>", "<|endoftext|>");
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int UNUSED = 5;

  /** Control tokens that end a turn or a text in the models of these architectures. */
  private static final Set<String> ENDS =
      Set.of("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "</s>");

  public GgufTokenizer {
    stops = List.copyOf(stops);
  }

  /**
   * Builds the tokenizer of a file.
   *
   * @throws InputException if it carries none, or one that is damaged or of a kind that is not
   *     supported
   */
  public static GgufTokenizer of(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    String model = metadata.text(PREFIX + "model");
    if (model == null) {
      throw new InputException(file.path() + ": carries no tokenizer");
    }
    List<String> tokens = array(file, "tokens").strings();
    List<AddedToken> added = added(file, tokens);
    try {
      int size = tokens.size();
      GgufWords words = GgufWords.of(file, model, tokens, added);
      boolean spm = model.equals("llama");
      boolean bert = model.equals("bert");
      int begin = spm ? 1 : bert ? 101 : -1;
      int bos = words.hasBos() ? special(metadata, "bos_token_id", size, begin) : -1;
      int eos = special(metadata, "eos_token_id", size, spm ? 2 : -1);
      boolean addBos = around(file, "add_bos_token", words.addBos(), bos, "bos_token_id");
      boolean addEos = around(file, "add_eos_token", false, eos, "eos_token_id");
      int separator = separator(metadata, size, bert ? 102 : -1);
      boolean addSeparator =
          around(file, "add_sep_token", words.addSeparator(), separator, "seperator_token_id");
      int last = addSeparator ? separator : addEos ? eos : -1;
      return new GgufTokenizer(
          words.build(new AroundText(addBos ? bos : -1, last)),
          bos,
          eos,
          stops(metadata, eos, added, size),
          addBos);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file.path()
              + ": its tokenizer is not usable: "
              + GgufMetadata.quoted("" + e.getMessage()),
          e);
    }
  }

  static GgufArray array(GgufFile file, String name) {
    GgufArray array = file.metadata().array(PREFIX + name);
    if (array == null) {
      throw new InputException(file.path() + ": lacks the metadata '" + PREFIX + name + "'");
    }
    return array;
  }

  /** Whether a token is put before or after every text; one that is asked for has to be named. */
  private static boolean around(
      GgufFile file, String flag, boolean otherwise, int id, String name) {
    boolean asked = file.metadata().flag(PREFIX + flag, otherwise);
    if (asked && id < 0 && file.metadata().has(PREFIX + flag)) {
      throw new InputException(
          file.path() + ": " + PREFIX + flag + " is true, but " + PREFIX + name + " is not set");
    }
    return asked && id >= 0;
  }

  /** The key is misspelt in the format itself; some writers mend it. */
  private static int separator(GgufMetadata metadata, int size, int otherwise) {
    int known = special(metadata, "seperator_token_id", size);
    return known >= 0 ? known : special(metadata, "separator_token_id", size, otherwise);
  }

  /**
   * Control and unknown tokens are special; both they and user-defined ones are found in the raw
   * text.
   */
  private static List<AddedToken> added(GgufFile file, List<String> tokens) {
    List<AddedToken> added = new ArrayList<>();
    GgufArray types = file.metadata().array(PREFIX + "token_type");
    if (types == null) {
      return added;
    }
    long[] type = types.integers();
    if (type.length != tokens.size()) {
      throw new InputException(
          file.path()
              + ": its tokenizer has "
              + tokens.size()
              + " tokens but "
              + type.length
              + " token types");
    }
    boolean strips = stripsSpace(file.metadata());
    for (int id = 0; id < type.length; id++) {
      if (type[id] == CONTROL || type[id] == UNKNOWN) {
        added.add(special(id, tokens.get(id), strips));
      } else if (type[id] == USER_DEFINED) {
        boolean right = strips && !KEEP_SPACE.contains(tokens.get(id));
        added.add(new AddedToken(id, tokens.get(id), false, false, right, false, false));
      }
    }
    return added;
  }

  /** The special tokens of Phi-3 take the white space after them; the format cannot say so. */
  private static boolean stripsSpace(GgufMetadata metadata) {
    String name = metadata.text("general.name");
    String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
    return lower.contains("phi-3") || lower.contains("phi3");
  }

  private static AddedToken special(int id, String content, boolean strips) {
    boolean right = strips && !KEEP_SPACE.contains(content);
    return new AddedToken(id, content, false, false, right, false, true);
  }

  /**
   * Tokens without those that only fill the list up to the rows of the embedding table. Like a
   * {@code tokenizer.json}, the vocabulary then ends with the last real token, and the others have
   * no text.
   */
  static List<String> withoutPadding(GgufFile file, List<String> tokens) {
    GgufArray types = file.metadata().array(PREFIX + "token_type");
    long[] type = types == null ? new long[0] : types.integers();
    int size = tokens.size();
    while (size > 0 && type.length == tokens.size() && type[size - 1] == UNUSED) {
      size--;
    }
    return tokens.subList(0, size);
  }

  private static List<Integer> stops(
      GgufMetadata metadata, int eos, List<AddedToken> added, int size) {
    Set<Integer> stops = new TreeSet<>();
    stops.add(eos);
    stops.add(special(metadata, "eot_token_id", size));
    stops.add(special(metadata, "eom_token_id", size));
    added.stream()
        .filter(t -> t.special() && ENDS.contains(t.content()))
        .forEach(t -> stops.add(t.id()));
    stops.remove(-1);
    return new ArrayList<>(stops);
  }

  static int special(GgufMetadata metadata, String name, int size) {
    return special(metadata, name, size, -1);
  }

  /** The id of a special token; where the file is silent, the one that llama.cpp takes. */
  static int special(GgufMetadata metadata, String name, int size, int otherwise) {
    long id = metadata.integer(PREFIX + name, otherwise < size ? otherwise : -1);
    if (id < -1 || id >= size) {
      throw new IllegalArgumentException(name + " is " + id + " of " + size + " tokens");
    }
    return (int) id;
  }
}
