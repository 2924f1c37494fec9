package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a model's folder as {@code AutoTokenizer} of transformers 5.18 makes it: {@code
 * tokenizer.json} or {@code vocab.txt}, parts that the tokenizer's class builds itself, and the
 * added tokens of {@code tokenizer_config.json}.
 */
final class TokenizerFolder {
  private static final String JSON = "tokenizer.json";
  private static final String WORDS = "vocab.txt";

  private TokenizerFolder() {}

  /** The file that holds the vocabulary. */
  static Path file(Path folder) {
    boolean old = !Files.exists(folder.resolve(JSON)) && Files.isRegularFile(folder.resolve(WORDS));
    return folder.resolve(old ? WORDS : JSON);
  }

  /**
   * @throws InputException naming the file and the key at fault
   */
  static TokenizerModel read(Path folder) {
    Path file = file(folder);
    boolean old = file.endsWith(WORDS);
    TokenizerModel model = old ? words(file) : TokenizerReader.read(file);
    TokenizerConfig config = TokenizerConfig.read(folder);
    TokenizerClass kind = config.tokenizerClass();
    if (old && !config.namesClass()) {
      kind = TokenizerClass.bert();
    }
    if (old && !kind.model().equals("WordPiece")) {
      throw config.error(
          "tokenizer_class", kind.name() + " does not read " + WORDS + "; BertTokenizer does");
    }
    if (kind.isUnknown()) {
      throw config.error(
          "tokenizer_class",
          kind.name() + " is not supported; PreTrainedTokenizerFast takes the file as it is");
    }
    try {
      return model(model, config, kind);
    } catch (IllegalArgumentException e) {
      throw new InputException(folder.resolve(TokenizerConfig.FILE) + ": " + e.getMessage(), e);
    }
  }

  private static TokenizerModel model(
      TokenizerModel file, TokenizerConfig config, TokenizerClass kind) {
    Map<String, AddedToken> named = named(file, config, kind);
    AddedTokenList added = new AddedTokenList(file.vocabulary());
    if (kind.takesFile()) {
      file.added().forEach(added::add);
    }
    add(added, file, config, named);
    if (kind.forgetsFlags()) {
      named.values().forEach(t -> added.add(AddedToken.special(-1, t.content())));
      config.extra().forEach(t -> added.add(AddedToken.special(-1, t.content())));
    }
    ObjectNode settings = file.settings();
    WordModel words = file.words();
    if (!kind.takesFile()) {
      ObjectNode parts = kind.parts(config.keys());
      parts.set("post_processor", settings.path("post_processor"));
      settings = parts;
      AddedToken unknown = named.get("unk_token");
      words = kind.words(words, unknown == null ? null : unknown.content());
    }
    @Nullable List<List<String>> around = kind.around();
    if (around != null) {
      List<String> spelt = new ArrayList<>();
      AroundText ids =
          new AroundText(
              id(around.getFirst(), named, added, spelt), id(around.get(1), named, added, spelt));
      settings = settings.deepCopy();
      Templates.put(settings, ids, spelt);
    }
    boolean cleans = config.flag("clean_up_tokenization_spaces");
    if (words instanceof WordModel.Bpe) {
      cleans &=
          config.flag("clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output");
    }
    TokenizerModel.Habits habits =
        new TokenizerModel.Habits(config.flag("split_special_tokens"), cleans);
    return new TokenizerModel(file.vocabulary(), words, added.tokens(), settings, habits);
  }

  /** Named special tokens, with the flags that the list of added tokens gives them. */
  private static Map<String, AddedToken> named(
      TokenizerModel file, TokenizerConfig config, TokenizerClass kind) {
    Map<String, AddedToken> listed = new LinkedHashMap<>();
    decoder(file, config).forEach(t -> listed.put(t.content(), t));
    Map<String, AddedToken> named = config.named(kind);
    named.replaceAll((key, token) -> listed.getOrDefault(token.content(), token));
    return named;
  }

  private static List<AddedToken> decoder(TokenizerModel file, TokenizerConfig config) {
    @Nullable List<AddedToken> own = config.added();
    if (own == null) {
      return file.added();
    }
    if (!config.keys().has("added_tokens_decoder")) {
      own.addAll(file.added());
    }
    return own;
  }

  private static void add(
      AddedTokenList added,
      TokenizerModel file,
      TokenizerConfig config,
      Map<String, AddedToken> named) {
    List<String> names = named.values().stream().map(AddedToken::content).toList();
    Map<String, AddedToken> adding = new LinkedHashMap<>();
    for (AddedToken token : decoder(file, config)) {
      if (!added.contains(token)) {
        adding.put(token.content(), token);
      }
    }
    List<String> listed = List.copyOf(adding.keySet());
    List<AddedToken> specials = new ArrayList<>(named.values());
    specials.addAll(config.extra());
    for (AddedToken token : specials) {
      boolean known = added.contains(token.content()) || listed.contains(token.content());
      // A token that is given as text comes last and has no flags.
      if (!known && token.equals(AddedToken.special(-1, token.content()))) {
        adding.put(token.content(), token);
      } else if (!known) {
        adding.putIfAbsent(token.content(), token);
      }
    }
    for (AddedToken token : adding.values()) {
      added.add(names.contains(token.content()) ? token.asSpecial() : token);
    }
  }

  /** Spells the token out at its place in the list and gives the place. */
  private static int id(
      List<String> names, Map<String, AddedToken> named, AddedTokenList added, List<String> spelt) {
    if (names.isEmpty()) {
      return -1;
    }
    AddedToken token = named.get(names.getFirst());
    int id = token == null ? -1 : added.id(token.content());
    if (token == null || id < 0) {
      throw new IllegalArgumentException(names.getFirst() + " is needed around every text");
    }
    while (spelt.size() <= id) {
      spelt.add("");
    }
    spelt.set(id, token.content());
    return id;
  }

  /** One token a line, without the white space at its end; of equals the last counts. */
  private static TokenizerModel words(Path file) {
    Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    try {
      int id = 0;
      String text = Files.readString(file, StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        ids.put(line.stripTrailing(), id++);
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read as UTF-8; copy the file again", e);
    }
    if (ids.isEmpty()) {
      throw new InputException(file + ": is empty; copy the file again");
    }
    return new TokenizerModel(
        new Vocabulary(ids),
        new WordModel.WordPiece("[UNK]", "##", 100),
        List.of(),
        Templates.empty());
  }
}
