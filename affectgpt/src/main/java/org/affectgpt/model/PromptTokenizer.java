package org.affectgpt.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.affectgpt.io.tokenizer.AddedToken;
import org.affectgpt.io.tokenizer.TokenStream;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.ResponseText;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Turns prompts, targets and answers into ids and back, as the original does ({@code
 * base_dataset.py}, {@code conversation_video.py:Chat.answer_sample}).
 */
public final class PromptTokenizer {
  /** Id that stands in the embedding table for every patch token before it is replaced. */
  private static final int PLACEHOLDER = 0;

  private static final int MEETING = 8;

  private final Tokenizer tokenizer;
  private final AffectGptConfig config;
  private final Map<PatchToken, Integer> patchIds = new EnumMap<>(PatchToken.class);
  private final Tokenizer answers;
  private final PromptRuns runs;
  private final int bos;
  private final int eos;

  /**
   * @param tokenizer a vocabulary with {@code <|im_start|>} and {@code <|im_end|>}; the patch
   *     tokens are added when it lacks them
   */
  public PromptTokenizer(Tokenizer tokenizer, AffectGptConfig config) {
    this.tokenizer = tokenizer.withAddedTokens(PatchToken.texts());
    this.config = config;
    this.bos = required("<|im_start|>");
    this.eos = required("<|im_end|>");
    for (PatchToken p : PatchToken.values()) {
      patchIds.put(p, required(p.text()));
    }
    // Marks come from the template only; whatever a user, a table or a label says is text.
    this.answers = this.tokenizer.without(AddedToken::special);
    Tokenizer plain = this.tokenizer.without(t -> t.special() || isMark(t.content()));
    this.runs = new PromptRuns(plain, patchIds::get, this::copies);
  }

  /** Vocabularies do not say of every mark that it is special: {@code <|fim_prefix|>}. */
  private static boolean isMark(String content) {
    return content.startsWith("<") && content.endsWith(">");
  }

  private int required(String token) {
    int id = tokenizer.id(token);
    if (id < 0) {
      throw new InputException("tokenizer.json: the vocabulary lacks " + token);
    }
    return id;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  public int bos() {
    return bos;
  }

  /** The end token, which pads too. */
  public int eos() {
    return eos;
  }

  /** Copies of a patch token in a prompt. */
  public int copies(PatchToken p) {
    return switch (p) {
      case IMAGE -> config.fusion().imageTokens();
      case AUDIO -> config.fusion().audioTokens();
      case FRAME, FACE -> config.fusion().videoTokens();
      case MULTI -> config.fusion().multiTokens();
    };
  }

  /** Ids of a prompt; see {@link #encode}. */
  public int[] prompt(PromptInput input) {
    return encode(input.mode(), input.subtitle(), input.question()).ids();
  }

  /**
   * Ids of a prompt, patch tokens repeated. One that is longer than the configured length loses the
   * end of its subtitle, at a token's boundary; the question always stays whole.
   *
   * @param subtitle may be empty; null only where the mode shows no subtitle
   * @throws InputException if there is no room even without the subtitle
   */
  public PromptIds encode(PromptMode mode, @Nullable String subtitle, String question) {
    int most = config.prompt().maxLength();
    int[] whole = runs.ids(mode.parts(subtitle, question));
    if (whole.length <= most) {
      return new PromptIds(whole, 0, 0);
    }
    int bare = runs.ids(mode.parts("", question)).length;
    if (bare > most) {
      throw new InputException(
          "option max_length: the question and what frames it have "
              + bare
              + " tokens, but a prompt may have "
              + most
              + "; raise max_length");
    }
    int[] said = runs.plain().encode(subtitle == null ? "" : subtitle);
    // Where template and subtitle meet, a token more or less may come of it.
    int kept = Math.min(said.length, most - bare + MEETING);
    int[] ids = whole;
    while (ids.length > most) {
      kept = Math.max(0, kept - 1);
      ids = runs.ids(mode.parts(beginning(said, kept), question));
    }
    return new PromptIds(ids, said.length - kept, said.length);
  }

  /** The text of the first tokens, without the pieces of a character that is not whole. */
  private String beginning(int[] said, int kept) {
    TokenStream text = runs.plain().stream(false);
    StringBuilder beginning = new StringBuilder();
    for (int i = 0; i < kept; i++) {
      beginning.append(text.accept(said[i]));
    }
    return beginning.toString();
  }

  /** Ids of a training target: the answer and the stop text; cut at the configured length. */
  public int[] target(String answer) {
    int[] ids = answers.encode(answer + ResponseText.STOP);
    return ids.length <= config.prompt().maxLength()
        ? ids
        : Arrays.copyOf(ids, config.prompt().maxLength());
  }

  /** How many tokens of an answer {@link #target} cuts off. */
  public int targetCut(String answer) {
    return answers.encode(answer + ResponseText.STOP).length - target(answer).length;
  }

  /** The ids to look up: patch tokens stand as the placeholder. */
  public int[] lookup(int[] ids) {
    int[] out = ids.clone();
    for (int i = 0; i < out.length; i++) {
      if (patchIds.containsValue(out[i])) {
        out[i] = PLACEHOLDER;
      }
    }
    return out;
  }

  /**
   * Where the features of {@code p} go in a prompt.
   *
   * @return index of the first copy, or -1 where the prompt has none
   */
  public int position(int[] ids, PatchToken p) {
    int id = patchIds.get(p);
    int first = -1;
    int count = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        if (first < 0) {
          first = i;
        } else if (i != first + count) {
          throw new IllegalArgumentException(p.text() + " does not stand in one run");
        }
        count++;
      }
    }
    if (first >= 0 && count != copies(p)) {
      throw new InputException(
          "the prompt holds "
              + count
              + " of "
              + copies(p)
              + " "
              + p.text()
              + ": it was cut; shorten the subtitle or raise max_length");
    }
    return first;
  }

  /**
   * The token runs that end an answer, beside the end token: {@code ###} however it is spelled. The
   * last two hold for small vocabularies that join it to the mark before it; with Qwen2.5's they
   * end in the first.
   */
  public int[][] stops() {
    int[] plain = tokenizer.encode(ResponseText.STOP);
    int[] two = tokenizer.encode("a##");
    int[] one = tokenizer.encode("a#");
    int hashes = two[two.length - 1];
    int hash = one[one.length - 1];
    int[] sentence = tokenizer.encode("." + ResponseText.STOP);
    int[] tag = tokenizer.encode(">" + ResponseText.STOP);
    return new int[][] {plain, {hashes, hash}, {hash, hashes}, sentence, tag};
  }

  /** The answer in generated ids. */
  public String answer(int[] ids) {
    return ResponseText.answer(tokenizer.decode(ids, false), "<|im_start|>", "<|im_end|>");
  }
}
