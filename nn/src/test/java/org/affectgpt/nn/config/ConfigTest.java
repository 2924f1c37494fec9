package org.affectgpt.nn.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.ConvStack;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.lora.LoraConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  @Test
  void whatIsWrittenIsReadBack() {
    DecoderConfig q = DecoderConfig.of(99, 64, 96, 3, 8, 2).withTied(true);
    assertEquals(q, DecoderConfig.fromJson(q.toJson().toString(), "c"));
    ClipVisionConfig v = ClipVisionConfig.of(32, 2, 4, 48, 8, 24);
    assertEquals(v, ClipVisionConfig.fromJson(v.toJson().toString(), "c"));
    HubertConfig h =
        HubertConfig.of(
            32, 2, 4, ConvStack.of(List.of(8, 8), List.of(10, 3), List.of(5, 2)), 16, 4);
    assertEquals(h, HubertConfig.fromJson(h.toJson().toString(), "c"));
    QFormerConfig f = QFormerConfig.fromJson("{}", "c").affectGpt(40);
    assertEquals(f, QFormerConfig.fromJson(f.toJson().toString(), "c"));
    LoraConfig l = LoraConfig.affectGpt(16);
    assertEquals(l, LoraConfig.fromJson(l.toJson().toString(), "c"));
    assertEquals(2f, l.scaling("model.layers.0.self_attn.q_proj"));
  }

  @Test
  void rotaryBaseIsFoundInOldAndNewFiles() {
    String old = "{\"model_type\":\"qwen2\",\"rope_theta\":1000000.0}";
    String next = "{\"rope_parameters\":{\"rope_theta\":5e5,\"rope_type\":\"default\"},\"x\":[1]}";
    assertEquals(1e6, DecoderConfig.fromJson(old, "c").rope().theta());
    assertEquals(5e5, DecoderConfig.fromJson(next, "c").rope().theta());
    assertEquals(1e4, DecoderConfig.fromJson("{}", "c").rope().theta());
  }

  @Test
  void llamaHasNoBiases() {
    DecoderConfig c = DecoderConfig.fromJson("{\"model_type\":\"llama\",\"hidden_size\":64}", "c");
    assertTrue(!c.attention().qkvBias() && !c.attention().outputBias());
    assertEquals(c.heads(), c.kvHeads());
  }

  @Test
  void headsOfQwen3HaveTheirOwnWidthAndBiasesAreOptional() {
    String json = "{\"model_type\":\"qwen3\",\"hidden_size\":60,\"num_attention_heads\":8";
    DecoderConfig c = DecoderConfig.fromJson(json + ",\"num_key_value_heads\":2}", "c");
    assertEquals(new DecoderConfig.Heads(8, 2, 128, false, false), c.attention());
    assertTrue(c.family().normsHeads());
    String biased = json + ",\"num_key_value_heads\":2,\"attention_bias\":true,\"head_dim\":6}";
    DecoderConfig b = DecoderConfig.fromJson(biased, "c");
    assertEquals(new DecoderConfig.Heads(8, 2, 6, true, true), b.attention());
    assertEquals(b, DecoderConfig.fromJson(b.toJson().toString(), "c"));
  }

  @Test
  void missingKeysTakeHuggingFacesDefaults() {
    HubertConfig h = HubertConfig.fromJson("{}", "c");
    assertEquals(List.of(10, 3, 3, 3, 3, 2, 2), h.convolutions().kernels());
    assertEquals(99, h.frames(32000));
    assertEquals(0, h.frames(399));
    assertEquals(1, h.frames(400));
    assertEquals(
        Activation.QUICK_GELU, ClipVisionConfig.fromJson("{}", "c").transformer().activation());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"hidden_size\":\"big\"}|dir/config.json: key hidden_size must be an integer but is \"big\"",
        "{\"hidden_size\":-3}|dir/config.json: key hidden_size must be a positive integer but is -3",
        "{\"tie_word_embeddings\":1}|dir/config.json: key tie_word_embeddings must be true or false but is 1",
        "{\"rope_scaling\":{\"rope_type\":\"yarn\"}}|dir/config.json: key rope_scaling.rope_type is yarn; default, linear and llama3 are supported",
        "{\"model_type\":\"bert\"}|dir/config.json: key model_type is bert; qwen2, qwen3, llama decoders are supported",
        "[1]|dir/config.json: expected a JSON object",
      })
  void wrongValuesNameFileAndKey(String json, String message) {
    InputException e =
        assertThrows(InputException.class, () -> DecoderConfig.fromJson(json, "dir/config.json"));
    assertEquals(message, e.getMessage());
  }

  @Test
  void brokenJsonAndUnevenHeadsAreNamed() {
    InputException e =
        assertThrows(InputException.class, () -> HubertConfig.fromJson("{\"a\":", "f.json"));
    assertTrue(e.getMessage().startsWith("f.json: not valid JSON"));
    assertTrue(!e.getMessage().contains("\n"), e.getMessage());
    InputException uneven =
        assertThrows(
            InputException.class,
            () -> ClipVisionConfig.fromJson("{\"vision_config\":{\"hidden_size\":65}}", "f.json"));
    assertEquals(
        "f.json: key vision_config.hidden_size (65) must be a multiple of num_attention_heads (12)",
        uneven.getMessage());
  }
}
