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
    String next =
        "{\"model_type\":\"qwen2\",\"rope_parameters\":{\"rope_theta\":5e5,\"rope_type\":\"default\"},\"x\":[1]}";
    assertEquals(1e6, DecoderConfig.fromJson(old, "c").rope().theta());
    assertEquals(5e5, DecoderConfig.fromJson(next, "c").rope().theta());
    assertEquals(1e4, DecoderConfig.fromJson("{\"model_type\":\"qwen2\"}", "c").rope().theta());
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
        "{%,\"hidden_size\":\"big\"}|hidden_size must be an integer but is \"big\"",
        "{%,\"hidden_size\":-3}|hidden_size must be a positive integer but is -3",
        "{%,\"rms_norm_eps\":NaN}|rms_norm_eps must be a finite number but is NaN",
        "{%,\"tie_word_embeddings\":1}|tie_word_embeddings must be true or false but is 1",
        "{%,\"rope_scaling\":{\"type\":\"su\"}}|rope_scaling.type is su; default, linear, dynamic, yarn, longrope, llama3 and proportional are supported",
        "{%,\"rope_scaling\":{\"type\":\"linear\"}}|rope_scaling.factor is missing, which its rope_type needs; copy it from the model's page",
        "{%,\"rope_scaling\":{\"type\":\"linear\",\"factor\":Infinity}}|rope_scaling.factor must be a finite number but is Infinity",
        "{%,\"rope_scaling\":{\"type\":\"yarn\"}}|rope_scaling.factor is missing, which its rope_type needs; copy it from the model's page",
        "{%,\"rope_theta\":null}|rope_theta is null; copy the number from the model's page, or drop it",
        "{%,\"rope_scaling\":{\"type\":\"yarn\",\"factor\":2},\"partial_rotary_factor\":0.5}|partial_rotary_factor is 0.5: heads that turn in part are not built with rope_type yarn",
        "{%,\"rope_parameters\":{\"full_attention\":{\"rope_type\":\"default\"}}}|rope_parameters.full_attention is {\"rope_type\":\"default\"}: rotary settings for each type of layer are not built",
        "{%,\"layer_types\":[\"full_attention\"]}|layer_types has 1 entries for 32 layers",
        "{%,\"num_hidden_layers\":1,\"layer_types\":[\"linear_attention\"]}|layer_types names linear_attention; full_attention and sliding_attention layers are supported",
        "{%,\"num_hidden_layers\":1,\"layer_types\":[\"sliding_attention\"]}|layer_types has sliding layers, but no sliding_window is in use; set use_sliding_window and sliding_window",
        "{%,\"hidden_act\":\"relu2\"}|hidden_act: unknown activation relu2; known are gelu, gelu_pytorch_tanh, quick_gelu, silu, relu",
        "{%,\"quantization_config\":{\"bits\":4}}|quantization_config is {\"bits\":4}: only quant_method fp8, matrices of 8-bit floats with scales beside them, is read; take the unquantised model, a GGUF file, or dequantise it with transformers",
        "{%,\"text_config\":{\"a\":4}}|text_config is {\"a\":4}: the decoder of a multimodal model; save its language model alone (model_type qwen2, qwen3, llama or mistral)",
        "{%,\"is_causal\":false}|is_causal is false: attention that looks ahead is not built",
        "{\"model_type\":\"gpt2\"}|model_type is gpt2; qwen2, qwen3, llama, mistral decoders are supported",
        "{\"hidden_size\":8}|model_type is missing; qwen2, qwen3, llama, mistral decoders are supported",
      })
  void wrongValuesNameFileAndKey(String json, String message) {
    String text = json.replace("%", "\"model_type\":\"qwen2\"");
    InputException e =
        assertThrows(InputException.class, () -> DecoderConfig.fromJson(text, "dir/config.json"));
    assertEquals("dir/config.json: key " + message, e.getMessage());
  }

  @Test
  void float8MatricesReachTheReaderOfWeights() {
    String json =
        "{\"model_type\":\"qwen2\",\"quantization_config\":{\"quant_method\":\"fp8\","
            + "\"weight_block_size\":[128,128]}}";
    assertEquals(32, DecoderConfig.fromJson(json, "c").layers());
  }

  @Test
  void whatIsNoObjectIsNamed() {
    InputException e =
        assertThrows(InputException.class, () -> DecoderConfig.fromJson("[1]", "f.json"));
    assertEquals("f.json: expected a JSON object", e.getMessage());
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
