package org.affectgpt.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.ResponseText;
import org.affectgpt.tensor.InputException;

/**
 * Turns prompts, targets and answers into ids and back, as the original does ({@code
 * base_dataset.py}, {@code conversation_video.py:Chat.answer_sample}).
 */
public final class PromptTokenizer {
  /** Id that stands in the embedding table for every patch token before it is replaced. */
  private static final int PLACEHOLDER = 0;

  private final Tokenizer tokenizer;
  private final AffectGptConfig config;
  private final Map<PatchToken, Integer> patchIds = new EnumMap<>(PatchToken.class);
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

  /** Ids of a prompt, patch tokens repeated; cut from the right at the configured length. */
  public int[] prompt(PromptInput input) {
    String text = input.mode().prompt(input.subtitle(), input.question());
    for (PatchToken p : PatchToken.values()) {
      text = text.replace(p.text(), p.text().repeat(copies(p)));
    }
    return cut(tokenizer.encode(text));
  }

  /** Ids of a training target: the answer and the stop text. */
  public int[] target(String answer) {
    return cut(tokenizer.encode(answer + ResponseText.STOP));
  }

  private int[] cut(int[] ids) {
    return ids.length <= config.prompt().maxLength()
        ? ids
        : Arrays.copyOf(ids, config.prompt().maxLength());
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
