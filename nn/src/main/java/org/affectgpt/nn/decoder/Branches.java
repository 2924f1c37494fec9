package org.affectgpt.nn.decoder;

import java.util.Arrays;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;

/**
 * Prompts with a group of completions each, scored in one pass: a sequence is its prompt followed
 * by its completions, each padded to {@code branch} tokens; a completion sees the prompt and
 * itself. The prompt is computed once a group instead of once a completion.
 *
 * @param promptMask {@code [batch][prefix]}, 0 for padding on either side
 * @param lengths {@code [batch][group]}, real tokens of each completion
 * @param branch padded length of every completion
 */
public record Branches(int[][] promptMask, int[][] lengths, int branch) {
  public Branches {
    for (int[] group : lengths) {
      for (int n : group) {
        if (n < 0 || n > branch || group.length != lengths[0].length) {
          throw new IllegalArgumentException(
              "completion lengths " + Arrays.toString(group) + " for branches of " + branch);
        }
      }
    }
  }

  public int prefix() {
    return promptMask[0].length;
  }

  public int group() {
    return lengths[0].length;
  }

  /** Tokens of one sequence: prefix + group · branch. */
  public int time() {
    return prefix() + group() * branch;
  }

  /** What the pass over {@code [batch, time, hidden]} needs. */
  public DecoderContext context(Backend backend) {
    int[][] prompt = DecoderContext.positionsOf(promptMask);
    int[][] positions = new int[promptMask.length][];
    int[][] mask = new int[promptMask.length][];
    for (int b = 0; b < promptMask.length; b++) {
      positions[b] = Arrays.copyOf(prompt[b], time());
      mask[b] = Arrays.copyOf(promptMask[b], time());
      int real = Arrays.stream(promptMask[b]).sum();
      for (int i = prefix(); i < time(); i++) {
        int t = (i - prefix()) % branch;
        positions[b][i] = real + t;
        mask[b][i] = t < lengths[b][(i - prefix()) / branch] ? 1 : 0;
      }
    }
    return DecoderContext.of(backend, AttentionPattern.branches(prefix(), branch), positions, mask);
  }

  /**
   * Rows of the hidden states, numbered batch · time + t, that predict the real completion tokens,
   * ordered by prompt, completion, token.
   */
  public int[] predictingRows() {
    int[] rows = new int[Arrays.stream(lengths).flatMapToInt(Arrays::stream).sum()];
    int n = 0;
    for (int b = 0; b < promptMask.length; b++) {
      int last = lastReal(promptMask[b]);
      for (int g = 0; g < group(); g++) {
        for (int t = 0; t < lengths[b][g]; t++) {
          rows[n++] = b * time() + (t == 0 ? last : prefix() + g * branch + t - 1);
        }
      }
    }
    return rows;
  }

  /** Index of the last real token of a mask. */
  static int lastReal(int[] mask) {
    int i = mask.length - 1;
    while (i > 0 && mask[i] == 0) {
      i--;
    }
    return i;
  }
}
