package org.affectgpt.test.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.gguf.GgufTokenizer;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.nn.decoder.RopeScaling;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decoders and tokenizers in GGUF files. */
class GgufModelTest {
  @TempDir Path folder;

  private GgufFile open(byte[] bytes) throws Exception {
    return GgufFile.open(Files.write(folder.resolve("model.gguf"), bytes));
  }

  private void refused(String why, GgufBytes file) throws Exception {
    try (GgufFile f = open(file.build())) {
      InputException e = assertThrows(InputException.class, () -> GgufModel.of(f).tokenizer());
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }

  @Test
  void configurationOfATiedDecoder() throws Exception {
    try (GgufFile f = open(TinyGguf.model("llama"))) {
      var c = GgufModel.of(f).config();
      assertEquals("llama", c.modelType());
      assertEquals(259, c.vocabSize());
      assertEquals(16, c.headDim());
      assertEquals(64, c.maxPositions());
      assertEquals(1e-6, c.rmsNormEps());
      assertTrue(c.tied());
      assertFalse(c.attention().qkvBias());
      assertEquals(new RopeScaling.None(), c.rope().scaling());
    }
  }

  /** Row 2i of a stored head is row i, row 2i + 1 is row i + dim / 2. */
  @Test
  void queryAndKeyRowsOfLlamaAreReordered() throws Exception {
    try (GgufFile f = open(TinyGguf.model("llama"));
        Arena arena = Arena.ofShared()) {
      GgufModel model = GgufModel.of(f);
      TensorSource weights = model.weights(arena);
      TensorEntry q = weights.entry("model.layers.0.self_attn.q_proj.weight");
      assertEquals(StoredType.Q8_0, q.type());
      int[] order = new int[32];
      for (int row = 0; row < 32; row++) {
        order[row] = q.data().get(ValueLayout.JAVA_BYTE, row * 34L + 5) - 1;
      }
      for (int head = 0; head < 2; head++) {
        for (int i = 0; i < 8; i++) {
          assertEquals(head * 16 + 2 * i, order[head * 16 + i]);
          assertEquals(head * 16 + 2 * i + 1, order[head * 16 + 8 + i]);
        }
      }
      TensorEntry k = weights.entry("model.layers.0.self_attn.k_proj.weight");
      assertEquals(StoredType.F32, k.type());
      float[] stored = f.entry("blk.0.attn_k.weight").toFloats();
      float[] actual = k.toFloats();
      for (int column = 0; column < 32; column++) {
        assertEquals(stored[2 * 32 + column], actual[32 + column]);
        assertEquals(stored[32 + column], actual[8 * 32 + column]);
      }
      assertEquals(32 * 34 + 16 * 32 * 4, model.expandedBytes());
      assertTrue(weights.entry("model.layers.0.mlp.up_proj.weight").data().isMapped());
    }
  }

  @Test
  void qwen2StaysInPlace() throws Exception {
    try (GgufFile f = open(TinyGguf.model("qwen2"));
        Arena arena = Arena.ofShared()) {
      GgufModel model = GgufModel.of(f);
      assertEquals(16 * 32 * 4, model.expandedBytes());
      TensorSource weights = model.weights(arena);
      assertEquals(11, weights.entries().size());
      for (TensorEntry e : weights.entries()) {
        boolean widened = e.name().endsWith("k_proj.weight");
        assertEquals(!widened, e.data().isMapped(), e.name());
      }
    }
  }

  @Test
  void keysThatMatterAreRefusedOrNoted() throws Exception {
    refused(
        "metadata 'qwen2.logit_scale' is 0.5: scales that these decoders have not",
        TinyGguf.tensors(TinyGguf.config("qwen2")).pair("qwen2.logit_scale", 0.5f));
    refused(
        "metadata 'llama.expert_count' is 8: mixtures of experts",
        TinyGguf.tensors(TinyGguf.config("llama")).pair("llama.expert_count", 8));
    refused(
        "metadata 'general.type' is \"adapter\": adapters, projectors",
        TinyGguf.tensors(TinyGguf.config("llama")).pair("general.type", "adapter"));
    refused(
        "metadata 'llama.attention.causal' is false",
        TinyGguf.tensors(TinyGguf.config("llama")).pair("llama.attention.causal", false));
    GgufBytes noted = TinyGguf.tensors(TinyGguf.config("llama"));
    noted.pair("llama.attention.sliding_window", 7).pair("llama.new_thing", 3f);
    noted.pair("general.sampling.top_k", 7).pair("general.name", "x").pair("llama.expert_count", 0);
    try (GgufFile f = open(noted.build())) {
      String path = folder.resolve("model.gguf").toString();
      assertEquals(
          List.of(
              path
                  + ": metadata 'llama.attention.sliding_window' has no effect here: llama.cpp does"
                  + " not slide in these decoders",
              path
                  + ": metadata 'general.sampling.top_k' has no effect here: the command line says"
                  + " how tokens are drawn",
              path
                  + ": metadata 'llama.new_thing' is not known and without effect, as in llama.cpp"),
          GgufModel.of(f).notes());
    }
  }

  @Test
  void refusesOtherModels() throws Exception {
    refused("lacks the metadata 'general.architecture'", new GgufBytes());
    refused("is gemma2; qwen2, qwen3, llama", TinyGguf.config("gemma2"));
    refused("no tensor 'token_embd.weight'", TinyGguf.config("qwen2"));
    GgufBytes more = TinyGguf.tensors(TinyGguf.config("qwen2"));
    refused("'extra' is no part", more.tensor("extra", 0, new byte[4], 1));
    GgufBytes biased = TinyGguf.tensors(TinyGguf.config("qwen2"));
    refused(
        "no tensor 'blk.0.attn_k.bias'", biased.tensor("blk.0.attn_q.bias", 0, new byte[128], 32));
    refused("carries no tokenizer", TinyGguf.tensors(TinyGguf.config("qwen2")));
    GgufBytes experts = TinyGguf.tensors(TinyGguf.config("llama"));
    refused("mixtures of experts", experts.pair("llama.expert_count", 8));
    GgufBytes partial = TinyGguf.tensors(TinyGguf.config("llama"));
    refused("'llama.rope.dimension_count'", partial.pair("llama.rope.dimension_count", 8));
  }

  @Test
  void tokenizerWithSpecialTokens() throws Exception {
    GgufBytes file = TinyGguf.tokenizer(new GgufBytes());
    file.pair("tokenizer.ggml.bos_token_id", 258).pair("tokenizer.ggml.add_bos_token", true);
    try (GgufFile f = open(file.build())) {
      GgufTokenizer t = GgufTokenizer.of(f);
      assertEquals(258, t.eos());
      assertEquals(List.of(258), t.stops());
      assertTrue(t.addBos());
      int[] ids = t.tokenizer().encode("lo lo<|end|>");
      assertArrayEquals(new int[] {256, 257, 258}, ids);
      assertArrayEquals(new int[] {258, 256}, t.tokenizer().encodeWithSpecial("lo"));
      assertEquals("lo lo", t.tokenizer().decode(ids, true));
      // composed first, as Qwen's tokenizer does: é is two bytes, not three
      assertEquals(2, t.tokenizer().encode("e\u0301").length);
    }
  }

  /** The pair with the best score merges first; unknown characters become bytes. */
  @Test
  void sentencePieceTokenizer() throws Exception {
    String[] words = {"\u2581", "h", "e", "l", "o", "\u2581h", "el", "lo", "\u2581hel", "ell"};
    float[] wordScores = {-9, -9, -9, -9, -9, -3, -2, -1, -4, -1.5f};
    String[] tokens = new String[259 + words.length];
    float[] scores = new float[tokens.length];
    int[] types = new int[tokens.length];
    System.arraycopy(new String[] {"<unk>", "<s>", "</s>"}, 0, tokens, 0, 3);
    System.arraycopy(new int[] {2, 3, 3}, 0, types, 0, 3);
    for (int b = 0; b < 256; b++) {
      tokens[3 + b] = String.format(java.util.Locale.ROOT, "<0x%02X>", b);
      types[3 + b] = 6;
    }
    for (int i = 0; i < words.length; i++) {
      tokens[259 + i] = words[i];
      scores[259 + i] = wordScores[i];
      types[259 + i] = 1;
    }
    GgufBytes file =
        new GgufBytes()
            .pair("tokenizer.ggml.model", "llama")
            .pair("tokenizer.ggml.tokens", tokens)
            .pair("tokenizer.ggml.scores", scores)
            .pair("tokenizer.ggml.token_type", types)
            .pair("tokenizer.ggml.bos_token_id", 1)
            .pair("tokenizer.ggml.eos_token_id", 2)
            .pair("tokenizer.ggml.unknown_token_id", 0);
    try (GgufFile f = open(file.build())) {
      GgufTokenizer t = GgufTokenizer.of(f);
      assertTrue(t.addBos());
      assertEquals(List.of(2), t.stops());
      // "lo" before "ell", then "el", then the space with "h"; "el" is joined to them last
      assertArrayEquals(new int[] {267, 266}, t.tokenizer().encode("hello"));
      assertArrayEquals(new int[] {1, 267, 266}, t.tokenizer().encodeWithSpecial("hello"));
      assertArrayEquals(new int[] {259, 3 + 0xC3, 3 + 0xA9, 2}, t.tokenizer().encode("é</s>"));
      assertEquals("hello é", t.tokenizer().decode(t.tokenizer().encode("hello é"), true));
    }
    GgufBytes none = new GgufBytes().pair("tokenizer.ggml.model", "llama");
    none.pair("tokenizer.ggml.tokens", tokens).pair("tokenizer.ggml.scores", new float[3]);
    tokenizerRefused("269 tokens but 3 scores", none);
    tokens[265] = "x".repeat(1000);
    GgufBytes longer = new GgufBytes().pair("tokenizer.ggml.model", "llama");
    longer.pair("tokenizer.ggml.tokens", tokens).pair("tokenizer.ggml.scores", scores);
    tokenizerRefused("token 265 is longer", longer);
  }

  @Test
  void refusesOtherTokenizers() throws Exception {
    GgufBytes t5 = new GgufBytes().pair("tokenizer.ggml.model", "t5");
    tokenizerRefused(
        "tokenizer.ggml.model is 't5'", t5.pair("tokenizer.ggml.tokens", new String[] {"a"}));
    tokenizerRefused(
        "tokenizer.ggml.pre is 'whitespace'",
        new GgufBytes()
            .pair("tokenizer.ggml.model", "gpt2")
            .pair("tokenizer.ggml.tokens", new String[] {"a"})
            .pair("tokenizer.ggml.pre", "whitespace"));
    GgufBytes none = new GgufBytes().pair("tokenizer.ggml.model", "gpt2");
    tokenizerRefused("lacks the metadata 'tokenizer.ggml.tokens'", none);
    GgufBytes twice = new GgufBytes().pair("tokenizer.ggml.model", "gpt2");
    twice.pair("tokenizer.ggml.tokens", new String[] {"a", "a"});
    tokenizerRefused("'a' is listed twice", twice.pair("tokenizer.ggml.merges", new String[0]));
    GgufBytes merge = new GgufBytes().pair("tokenizer.ggml.model", "gpt2");
    merge.pair("tokenizer.ggml.tokens", new String[] {"a", "b"});
    tokenizerRefused("token 'ab'", merge.pair("tokenizer.ggml.merges", new String[] {"a b"}));
    GgufBytes types = new GgufBytes().pair("tokenizer.ggml.model", "gpt2");
    types.pair("tokenizer.ggml.tokens", new String[] {"a", "b"});
    types.pair("tokenizer.ggml.merges", new String[0]);
    tokenizerRefused(
        "2 tokens but 1 token types", types.pair("tokenizer.ggml.token_type", new int[] {1}));
    GgufBytes eos = TinyGguf.tokenizer(new GgufBytes());
    tokenizerRefused("bos_token_id is 999", eos.pair("tokenizer.ggml.bos_token_id", 999));
  }

  private void tokenizerRefused(String why, GgufBytes file) throws Exception {
    try (GgufFile f = open(file.build())) {
      InputException e = assertThrows(InputException.class, () -> GgufTokenizer.of(f));
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }
}
