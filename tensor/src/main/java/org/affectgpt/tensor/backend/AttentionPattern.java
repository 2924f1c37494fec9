package org.affectgpt.tensor.backend;

/**
 * Which keys a query may see. Query {@code i} sees keys {@code [0, firstEnd(i))} and {@code
 * [secondStart(i), secondEnd(i))}; a key mask may take more away.
 *
 * <ul>
 *   <li>{@code FULL}: all keys.
 *   <li>{@code CAUSAL}: query i stands at key {@code prefix + i} and sees everything up to itself;
 *       {@code prefix} is what a KV cache already held.
 *   <li>{@code BRANCHES}: the sequence is a common prefix followed by branches of equal length;
 *       queries lie as keys do, and a branch sees the prefix and its own past. This is one prompt
 *       with a group of completions.
 *   <li>{@code DECODE}: query g is the token at {@code step} of branch g; keys lie as in {@code
 *       BRANCHES}. This is one decoding step of such a group.
 * </ul>
 */
public record AttentionPattern(Kind kind, int prefix, int branch, int step) {
  /** The four forms. */
  public enum Kind {
    FULL,
    CAUSAL,
    BRANCHES,
    DECODE
  }

  public static AttentionPattern full() {
    return new AttentionPattern(Kind.FULL, 0, 0, 0);
  }

  public static AttentionPattern causal(int cached) {
    return new AttentionPattern(Kind.CAUSAL, cached, 0, 0);
  }

  public static AttentionPattern branches(int prefix, int branch) {
    return new AttentionPattern(Kind.BRANCHES, prefix, branch, 0);
  }

  /** Branches that may be as long as there is room: {@link AttentionKernels#decode} knows each. */
  public static AttentionPattern decode(int prefix, int branch) {
    return decode(prefix, branch, branch - 1);
  }

  public static AttentionPattern decode(int prefix, int branch, int step) {
    return new AttentionPattern(Kind.DECODE, prefix, branch, step);
  }

  /** End of the first range of keys for query {@code i} out of {@code keys}. */
  public int firstEnd(int i, int keys) {
    return switch (kind) {
      case FULL -> keys;
      case CAUSAL -> Math.min(keys, prefix + i + 1);
      case BRANCHES -> Math.min(prefix, i + 1);
      case DECODE -> prefix;
    };
  }

  /** Start of the second range of keys for query {@code i}. */
  public int secondStart(int i) {
    return switch (kind) {
      case FULL, CAUSAL -> 0;
      case BRANCHES -> i < prefix ? 0 : prefix + (i - prefix) / branch * branch;
      case DECODE -> prefix + i * branch;
    };
  }

  /** End of the second range of keys for query {@code i}. */
  public int secondEnd(int i) {
    return switch (kind) {
      case FULL, CAUSAL -> 0;
      case BRANCHES -> i < prefix ? 0 : i + 1;
      case DECODE -> prefix + i * branch + step + 1;
    };
  }
}
