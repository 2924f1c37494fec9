package org.affectgpt.test.gguf;

/** A whole decoder of one layer with a tokenizer, small enough to mutate. */
public final class TinyGguf {
  public static final int WIDTH = 32;

  private static final int F32 = 0;
  private static final int F16 = 1;
  private static final int Q8_0 = 8;
  private static final int Q5_1 = 7;

  private TinyGguf() {}

  /** Tokens: the 256 bytes in the byte alphabet, then "lo", "hello" and a control token. */
  public static String[] tokens() {
    String[] tokens = new String[259];
    char next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      tokens[b] = String.valueOf(printable ? (char) b : next++);
    }
    tokens[256] = "lo";
    tokens[257] = "\u0120lo";
    tokens[258] = "<|end|>";
    return tokens;
  }

  public static int[] tokenTypes() {
    int[] types = new int[259];
    java.util.Arrays.fill(types, 1);
    types[258] = 3;
    return types;
  }

  /** The tokenizer's metadata. */
  public static GgufBytes tokenizer(GgufBytes file) {
    return file.pair("tokenizer.ggml.model", "gpt2")
        .pair("tokenizer.ggml.pre", "qwen2")
        .pair("tokenizer.ggml.tokens", tokens())
        .pair("tokenizer.ggml.token_type", tokenTypes())
        .pair("tokenizer.ggml.merges", new String[] {"l o", "\u0120 lo"})
        .pair("tokenizer.ggml.eos_token_id", 258);
  }

  /** The configuration's metadata. */
  public static GgufBytes config(String architecture) {
    String p = architecture + ".";
    return new GgufBytes()
        .pair("general.architecture", architecture)
        .pair(p + "context_length", 64)
        .pair(p + "embedding_length", WIDTH)
        .pair(p + "block_count", 1)
        .pair(p + "feed_forward_length", WIDTH)
        .pair(p + "attention.head_count", 2)
        .pair(p + "attention.head_count_kv", 1)
        .pair(p + "attention.layer_norm_rms_epsilon", 1e-6f)
        .pair(p + "rope.freq_base", 10000f);
  }

  /** The tensors of a tied decoder without biases. */
  public static GgufBytes tensors(GgufBytes file) {
    file.tensor("token_embd.weight", Q8_0, new byte[259 * 34], WIDTH, 259);
    file.tensor("output_norm.weight", F32, new byte[4 * WIDTH], WIDTH);
    file.tensor("blk.0.attn_norm.weight", F32, new byte[4 * WIDTH], WIDTH);
    file.tensor("blk.0.ffn_norm.weight", F32, new byte[4 * WIDTH], WIDTH);
    file.tensor("blk.0.attn_q.weight", Q8_0, rows(34, WIDTH), WIDTH, WIDTH);
    file.tensor("blk.0.attn_k.weight", Q5_1, rows(24, WIDTH / 2), WIDTH, WIDTH / 2);
    file.tensor("blk.0.attn_v.weight", F16, rows(64, WIDTH / 2), WIDTH, WIDTH / 2);
    for (String name : new String[] {"attn_output", "ffn_gate", "ffn_up", "ffn_down"}) {
      file.tensor("blk.0." + name + ".weight", Q8_0, rows(34, WIDTH), WIDTH, WIDTH);
    }
    return file;
  }

  /** Rows that tell where they came from: every byte of row r is r + 1. */
  private static byte[] rows(int bytes, int rows) {
    byte[] all = new byte[bytes * rows];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i / bytes + 1);
    }
    return all;
  }

  /** A whole file. */
  public static byte[] model(String architecture) {
    return tensors(tokenizer(config(architecture))).build();
  }
}
