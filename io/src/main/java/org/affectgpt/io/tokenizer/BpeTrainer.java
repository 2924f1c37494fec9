package org.affectgpt.io.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import it.unimi.dsi.fastutil.objects.Object2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.tokenizer.unicode.ByteAlphabet;

/**
 * Trains a small byte-level BPE vocabulary (Sennrich et al. 2016) with NFC and the word pattern of
 * Qwen2.5. The same texts give the same tokenizer, whatever their order, and the same merges as the
 * trainer of the {@code tokenizers} library with the 256 bytes as its initial alphabet.
 */
public final class BpeTrainer {
  private final int vocabSize;
  private final int minFrequency;
  private final List<String> special;
  private final String pattern;

  private BpeTrainer(int vocabSize, int minFrequency, List<String> special, String pattern) {
    this.vocabSize = vocabSize;
    this.minFrequency = minFrequency;
    this.special = List.copyOf(special);
    this.pattern = pattern;
  }

  /**
   * A trainer for vocabularies of {@code vocabSize} tokens in all: the 256 bytes, what is learned,
   * and then the special tokens. Fewer are learned if no further pair occurs twice.
   */
  public static BpeTrainer ofSize(int vocabSize) {
    return new BpeTrainer(vocabSize, 2, List.of(), RegexSplit.QWEN2);
  }

  /** Learns only pairs that occur at least this often (2 unless told). */
  public BpeTrainer minFrequency(int frequency) {
    return new BpeTrainer(vocabSize, frequency, special, pattern);
  }

  /** Special tokens, numbered after all others in this order. */
  public BpeTrainer special(List<String> tokens) {
    return new BpeTrainer(vocabSize, minFrequency, tokens, pattern);
  }

  /** Cuts words with this regular expression instead of Qwen2.5's. */
  public BpeTrainer pattern(String regex) {
    return new BpeTrainer(vocabSize, minFrequency, special, regex);
  }

  /**
   * Trains on the texts.
   *
   * @throws IllegalArgumentException if the size leaves no room for the bytes and special tokens
   */
  public Tokenizer train(Iterable<String> texts) {
    int learned = vocabSize - special.size();
    if (learned < 256) {
      throw new IllegalArgumentException(
          "a vocabulary of "
              + vocabSize
              + " has no room for 256 bytes and "
              + special.size()
              + " special tokens");
    }
    Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
    ids.defaultReturnValue(-1);
    List<String> tokens = new ArrayList<>();
    for (char c = 0; c < 256 + 68; c++) {
      if (ByteAlphabet.contains(c)) {
        ids.put(String.valueOf(c), tokens.size());
        tokens.add(String.valueOf(c));
      }
    }
    ObjectNode settings = settings();
    PairLearner learner = new PairLearner(ids, tokens);
    countWords(texts, settings)
        .object2IntEntrySet()
        .forEach(e -> learner.addWord(e.getKey(), e.getIntValue()));
    List<BytePairs.Merge> merges = learner.learn(learned, minFrequency);
    TokenizerModel model =
        new TokenizerModel(
            new Vocabulary(ids),
            new WordModel.Bpe(merges, BpeOptions.plain(false)),
            List.of(),
            settings);
    return new Tokenizer(model).withAddedTokens(special);
  }

  private static Object2IntLinkedOpenHashMap<String> countWords(
      Iterable<String> texts, ObjectNode settings) {
    var normalizer = Normalizers.of(settings);
    PreTokenizer words = PreTokenizers.of(settings).first();
    Object2IntLinkedOpenHashMap<String> counts = new Object2IntLinkedOpenHashMap<>();
    for (String text : texts) {
      String normalized = normalizer.apply(text);
      words.split(
          normalized,
          0,
          normalized.length(),
          (t, from, to) -> counts.addTo(ByteAlphabet.encode(t.substring(from, to)), 1));
    }
    return counts;
  }

  private ObjectNode settings() {
    ObjectNode settings = new ObjectMapper().createObjectNode();
    settings.put("version", "1.0").putNull("truncation").putNull("padding");
    settings.putObject("normalizer").put("type", "NFC");
    ObjectNode sequence = settings.putObject("pre_tokenizer").put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", pattern);
    split.put("behavior", "Isolated").put("invert", false);
    byteLevel(steps.addObject());
    byteLevel(settings.putObject("post_processor"));
    byteLevel(settings.putObject("decoder"));
    return settings;
  }

  private static void byteLevel(ObjectNode node) {
    node.put("type", "ByteLevel").put("add_prefix_space", false);
    node.put("trim_offsets", false).put("use_regex", false);
  }
}
