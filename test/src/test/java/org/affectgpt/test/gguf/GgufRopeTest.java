package org.affectgpt.test.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.nn.decoder.RopeScaling;
import org.affectgpt.nn.decoder.YarnRope;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotary settings in GGUF files. */
class GgufRopeTest {
  @TempDir Path folder;

  private GgufFile open(byte[] bytes) throws Exception {
    return GgufFile.open(Files.write(folder.resolve("model.gguf"), bytes));
  }

  private void refused(String why, GgufBytes file) throws Exception {
    try (GgufFile f = open(file.build())) {
      InputException e = assertThrows(InputException.class, () -> GgufModel.of(f));
      assertTrue(e.getMessage().contains(why), e.getMessage());
    }
  }

  @Test
  void scaledRotaryFrequencies() throws Exception {
    GgufBytes linear = TinyGguf.tensors(TinyGguf.tokenizer(TinyGguf.config("llama")));
    linear.pair("llama.rope.scaling.type", "linear").pair("llama.rope.scaling.factor", 4f);
    try (GgufFile f = open(linear.build())) {
      assertEquals(new RopeScaling.Linear(4), GgufModel.of(f).config().rope().scaling());
    }
    float[] divisors = new float[8];
    RopeScaling.Llama3 llama3 = new RopeScaling.Llama3(8, 1, 4, 8192);
    int[] bits = new int[8];
    for (int i = 0; i < 8; i++) {
      float plain = (float) Math.pow(10000, -i / 8.0);
      divisors[i] = plain / llama3.frequency(plain);
      bits[i] = Float.floatToRawIntBits(divisors[i]);
    }
    assertEquals(1, divisors[0]);
    GgufBytes scaled = TinyGguf.tensors(TinyGguf.config("llama"));
    scaled.tensor("rope_freqs.weight", 0, GgufBytes.ints(bits), 8);
    try (GgufFile f = open(scaled.build())) {
      assertEquals(llama3, GgufModel.of(f).config().rope().scaling());
    }
    GgufBytes odd = TinyGguf.tensors(TinyGguf.config("llama"));
    bits[2] = Float.floatToRawIntBits(3f);
    odd.tensor("rope_freqs.weight", 0, GgufBytes.ints(bits), 8);
    try (GgufFile f = open(odd.build())) {
      RopeScaling made = GgufModel.of(f).config().rope().scaling();
      float[] plain = new RopeScaling.None().frequencies(10000, 16, 5);
      assertEquals(plain[2] / 3, made.frequencies(10000, 16, 5)[2], 1e-9f);
      assertEquals(plain[0], made.frequencies(10000, 16, 5)[0]);
      assertEquals(1, made.amplitude());
    }
  }

  private RopeScaling scaling(Object... pairs) throws Exception {
    GgufBytes file = TinyGguf.tensors(TinyGguf.config("qwen2"));
    for (int i = 0; i < pairs.length; i += 2) {
      file.pair("qwen2.rope." + pairs[i], pairs[i + 1]);
    }
    try (GgufFile f = open(file.build())) {
      return GgufModel.of(f).config().rope().scaling();
    }
  }

  /** A missing type stands for linear, as in llama.cpp's {@code load_hparams}. */
  @Test
  void rotaryScalingAsLlamaCppReadsIt() throws Exception {
    assertEquals(new RopeScaling.Linear(4), scaling("scaling.factor", 4f));
    assertEquals(new RopeScaling.Linear(2), scaling("scale_linear", 2f));
    assertEquals(new RopeScaling.Linear(4), scaling("scaling.factor", 4f, "scale_linear", 2f));
    assertEquals(new RopeScaling.None(), scaling("scaling.factor", 0f));
    assertEquals(new RopeScaling.None(), scaling("scaling.type", "none", "scaling.factor", 4f));
    assertEquals(
        YarnRope.of(4, 16),
        scaling(
            "scaling.type", "yarn", "scaling.factor", 4f, "scaling.original_context_length", 16));
    assertEquals(
        new YarnRope(4, YarnRope.of(4, 64).attention() * 0.5, 16, 2, true, 64),
        scaling(
            "scaling.type",
            "yarn",
            "scaling.factor",
            4f,
            "scaling.attn_factor",
            0.5f,
            "scaling.yarn_beta_fast",
            16f,
            "scaling.yarn_beta_slow",
            2f));
    GgufBytes unknown = TinyGguf.tensors(TinyGguf.config("qwen2"));
    refused(
        "metadata 'qwen2.rope.scaling.type' is su; none, linear, yarn and longrope are supported",
        unknown.pair("qwen2.rope.scaling.type", "su"));
    GgufBytes lacking = TinyGguf.tensors(TinyGguf.config("qwen2"));
    refused(
        "no tensor 'rope_factors_short.weight'",
        lacking.pair("qwen2.rope.scaling.type", "longrope"));
  }

  @Test
  void longRopeIsReadFromItsTensors() throws Exception {
    int[] shorts = new int[8];
    int[] longs = new int[8];
    for (int i = 0; i < 8; i++) {
      shorts[i] = Float.floatToRawIntBits(1 + i);
      longs[i] = Float.floatToRawIntBits(2 + 2 * i);
    }
    GgufBytes file = TinyGguf.tensors(TinyGguf.config("qwen2"));
    file.pair("qwen2.rope.scaling.type", "longrope")
        .pair("qwen2.rope.scaling.original_context_length", 20)
        .pair("qwen2.rope.scaling.attn_factor", 1.5f)
        .tensor("rope_factors_short.weight", 0, GgufBytes.ints(shorts), 8)
        .tensor("rope_factors_long.weight", 0, GgufBytes.ints(longs), 8);
    try (GgufFile f = open(file.build())) {
      RopeScaling made = GgufModel.of(f).config().rope().scaling();
      float[] few = made.frequencies(10000, 16, 20);
      float[] many = made.frequencies(10000, 16, 21);
      for (int i = 0; i < 8; i++) {
        assertEquals(few[i] / 2, many[i], 1e-9f);
      }
      assertEquals(1.5f, made.amplitude());
    }
  }
}
