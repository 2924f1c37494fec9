package org.affectgpt.nn.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.GenerationNames;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.nn.qformer.QFormerConfig;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;

/** What readers say of keys that they do not follow. */
class KeyTableTest {
  private static List<String> notes(String more) {
    JsonConfig c = JsonConfig.parse("{\"model_type\":\"llama\"" + more + "}", "c.json");
    DecoderConfig.read(c);
    return c.notes();
  }

  @Test
  void realFilesAreSilent() {
    // the keys of Qwen2.5-7B-Instruct, Qwen3-8B and Llama-3.1-8B
    String qwen =
        """
        ,"architectures":["Qwen2ForCausalLM"],"attention_dropout":0.0,"bos_token_id":151643,
        "eos_token_id":151645,"hidden_act":"silu","hidden_size":3584,"initializer_range":0.02,
        "intermediate_size":18944,"max_position_embeddings":32768,"max_window_layers":28,
        "num_attention_heads":28,"num_hidden_layers":28,"num_key_value_heads":4,
        "rms_norm_eps":1e-06,"rope_theta":1000000.0,"sliding_window":131072,
        "tie_word_embeddings":false,"torch_dtype":"bfloat16","transformers_version":"4.43.1",
        "use_cache":true,"use_sliding_window":false,"vocab_size":152064,"use_mrope":false,
        "attention_bias":false,"head_dim":128,"rope_scaling":null,"pretraining_tp":1,
        "mlp_bias":false,"_name_or_path":"x","pad_token_id":0,"layer_types":null
        """;
    JsonConfig c =
        JsonConfig.parse("{\"model_type\":\"qwen2\"" + qwen.replace("\n", "") + "}", "c");
    DecoderConfig.read(c);
    assertEquals(List.of(), c.notes());
  }

  @Test
  void unknownKeysAreOneLineUnlessTheyAreNeutral() {
    assertEquals(List.of(), notes(",\"new\":false,\"other\":null,\"third\":[],\"_own\":3"));
    assertEquals(
        List.of(
            "c.json: key logit_scale, embedding_multiplier are not known and without effect, as in"
                + " transformers 5.18"),
        notes(",\"logit_scale\":0.5,\"embedding_multiplier\":2"));
  }

  @Test
  void twoPlacesForRotarySettings() {
    assertEquals(
        List.of(
            "c.json: key rope_scaling counts, not rope_parameters, which is there too; as in"
                + " transformers"),
        notes(
            ",\"rope_scaling\":{\"type\":\"linear\",\"factor\":2},\"rope_parameters\":{\"rope_theta\":5}"));
    assertEquals(
        List.of(
            "c.json: key rope_parameters.rope_theta, 5.0, counts, not rope_theta beside it, 7.0"),
        notes(",\"rope_theta\":7,\"rope_parameters\":{\"rope_theta\":5}"));
    assertEquals(
        List.of(
            "c.json: key rope_scaling.beta is not known and without effect, as in transformers"
                + " 5.18"),
        notes(",\"rope_scaling\":{\"type\":\"linear\",\"factor\":2,\"beta\":3}"));
  }

  @Test
  void rotarySettingsThatTheTypeDoesNotUse() {
    assertEquals(
        List.of(
            "c.json: key rope_scaling.factor has no effect with rope_type default, as in"
                + " transformers"),
        notes(",\"rope_scaling\":{\"factor\":4}"));
    assertEquals(
        List.of(
            "c.json: key rope_parameters.beta_fast, original_max_position_embeddings has no effect"
                + " with rope_type linear, as in transformers"),
        notes(
            ",\"rope_parameters\":{\"rope_type\":\"linear\",\"factor\":2,\"beta_fast\":3,"
                + "\"original_max_position_embeddings\":9}"));
  }

  @Test
  void generationSettingsBesideAFileOfTheirOwn() {
    JsonConfig c =
        JsonConfig.parse("{\"temperature\":1.0,\"top_k\":50,\"repetition_penalty\":1.2}", "c");
    GenerationNames.beside().check(c);
    assertEquals(
        List.of(
            "c: key repetition_penalty has no effect here: the folder has a generation_config.json,"
                + " which counts"),
        c.notes());
  }

  @Test
  void encodersRefuseWhatTheyAreNot() {
    refused(
        "c: key model_type is siglip, but clip or clip_vision_model is needed",
        () -> ClipVisionConfig.fromJson("{\"model_type\":\"siglip\"}", "c"));
    refused(
        "c: key model_type is wavlm, but hubert is needed",
        () -> HubertConfig.fromJson("{\"model_type\":\"wavlm\"}", "c"));
    refused(
        "c: key conv_pos_batch_norm is true: a batch norm before the positional convolution is not"
            + " built",
        () -> HubertConfig.fromJson("{\"conv_pos_batch_norm\":true}", "c"));
    refused(
        "c: key position_embedding_type is \"relative_key\": only absolute positions are built",
        () -> QFormerConfig.fromJson("{\"position_embedding_type\":\"relative_key\"}", "c"));
  }

  @Test
  void visionConfigDictOfOldFilesCounts() {
    String json =
        "{\"vision_config\":{\"patch_size\":16},\"vision_config_dict\":{\"patch_size\":14}}";
    assertEquals(14, ClipVisionConfig.fromJson(json, "c").patchSize());
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable read) {
    assertEquals(message, assertThrows(InputException.class, read).getMessage());
  }
}
