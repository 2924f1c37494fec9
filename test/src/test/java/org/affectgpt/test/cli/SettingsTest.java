package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code generate} with a model whose files say all sorts of things, beside transformers. */
class SettingsTest {
  private static final Path FOLDER = Path.of("src/test/resources/text");
  private static final String HEAD = "lm_head.weight";
  private static final String TABLE = "model.embed_tokens.weight";

  @TempDir private Path temp;

  static Stream<JsonNode> cases() throws IOException {
    JsonNode all = new ObjectMapper().readTree(FOLDER.resolve("settings.json").toFile());
    return StreamSupport.stream(all.spliterator(), false);
  }

  private Path copy() throws IOException {
    Path model = Files.createDirectory(temp.resolve("model"));
    try (Stream<Path> files = Files.list(FOLDER.resolve("qwen2"))) {
      for (Path f : files.toList()) {
        Files.copy(f, model.resolve(f.getFileName().toString()));
      }
    }
    return model;
  }

  private static void change(Path file, JsonNode changes) throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    changes
        .properties()
        .forEach(
            e -> {
              if (e.getValue().asText().equals("DROP")) {
                json.remove(e.getKey());
              } else {
                json.set(e.getKey(), e.getValue());
              }
            });
    Files.writeString(file, json.toString());
  }

  /** A head of its own with the table's rows in reverse, one that equals it, or no table. */
  private static void head(Path file, String kind) throws IOException {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    try (Arena arena = Arena.ofShared()) {
      for (TensorEntry e : SafeTensorsFile.open(file, arena).entries()) {
        values.put(e.name(), e.toFloats());
        shapes.put(e.name(), e.shape().stream().mapToLong(d -> d).toArray());
      }
    }
    float[] table = values.get(TABLE);
    float[] own = table.clone();
    int width = (int) shapes.get(TABLE)[1];
    for (int i = 0; i < table.length && !kind.equals("equal"); i++) {
      own[i] = table[table.length - width - i / width * width + i % width];
    }
    values.put(HEAD, own);
    shapes.put(HEAD, shapes.get(TABLE));
    if (kind.equals("only")) {
      values.remove(TABLE);
    }
    values.forEach((name, v) -> writer.floats(name, StoredType.F32, shapes.get(name), v));
    writer.write(file);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void idsOfTheReference(JsonNode c) throws IOException {
    Path model = copy();
    change(model.resolve("config.json"), c.get("config"));
    change(model.resolve("generation_config.json"), c.get("generation"));
    if (c.get("drop_generation").booleanValue()) {
      Files.delete(model.resolve("generation_config.json"));
    }
    if (c.get("head").isTextual()) {
      head(model.resolve("model.safetensors"), c.get("head").asText());
    }
    List<Object> args = new ArrayList<>(List.of("generate", "--model", model, "--json"));
    args.addAll(List.of("--prompt", c.get("prompt").asText()));
    if (c.get("tokens").isNumber()) {
      args.addAll(List.of("--max-tokens", c.get("tokens")));
    }
    CommandRun run = CommandRun.of(args.toArray());
    assertEquals(c.get("ids"), run.json().get("ids"), c.get("name") + "\n" + run.err());
  }

  private CommandRun with(String file, String json) throws IOException {
    Path model = Files.exists(temp.resolve("model")) ? temp.resolve("model") : copy();
    change(model.resolve(file), new ObjectMapper().readTree(json));
    return CommandRun.of(
        "generate", "--model", model, "--max-tokens", "40", "--prompt", "The lamp");
  }

  private void refused(String json, String line) throws IOException {
    with("generation_config.json", json).refused("generation_config.json: key " + line);
    Files.copy(
        FOLDER.resolve("qwen2/generation_config.json"),
        temp.resolve("model/generation_config.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void whatWouldChangeTheAnswerAndIsNotBuiltIsOneLine() throws IOException {
    refused("{\"num_beams\":4}", "num_beams is 4: beam search is not built; set it to 1");
    refused("{\"num_return_sequences\":2}", "num_return_sequences is 2: one text a prompt");
    refused("{\"guidance_scale\":1.5}", "guidance_scale is 1.5: classifier-free guidance");
    refused("{\"watermarking_config\":{\"bias\":2.5}}", "watermarking_config is ");
    refused("{\"penalty_alpha\":0.6}", "penalty_alpha is 0.6: contrastive search");
    refused("{\"token_healing\":true}", "token_healing is true");
    refused("{\"max_time\":3.0}", "max_time is 3: a text that ends by the clock");
    refused("{\"cache_implementation\":\"quantized\"}", "cache_implementation is \"quantized\"");
    refused("{\"dola_layers\":\"high\"}", "dola_layers is \"high\"");
    refused("{\"force_words_ids\":[[3]]}", "force_words_ids is [[3]]");
    refused("{\"do_sample\":true,\"temperature\":0.0}", "temperature must be above 0 but is 0.0");
    refused("{\"do_sample\":true,\"top_p\":1.5}", "top_p must be above 0 and at most 1 but is 1.5");
    refused("{\"do_sample\":true,\"top_k\":-1}", "top_k must be 0 or more but is -1");
    refused("{\"repetition_penalty\":-1}", "repetition_penalty must be a positive number but");
    refused("{\"temperature\":\"hot\"}", "temperature must be a number but is \"hot\"");
    refused("{\"bad_words_ids\":[3]}", "bad_words_ids must be a list of lists of token ids");
    refused("{\"sequence_bias\":{\"3\":1}}", "sequence_bias must be a list of pairs");
    refused("{\"max_new_tokens\":0}", "max_new_tokens must be a positive integer but is 0");
  }

  @Test
  void whatHasNoEffectRuns() throws IOException {
    for (String json :
        List.of(
            "{\"num_beams\":1,\"early_stopping\":true,\"length_penalty\":2.0}",
            "{\"cache_implementation\":\"static\",\"use_cache\":false}",
            "{\"num_assistant_tokens\":7,\"prompt_lookup_num_tokens\":4}",
            "{\"guidance_scale\":1.0,\"penalty_alpha\":0.0,\"token_healing\":false}",
            "{\"renormalize_logits\":true,\"output_scores\":true}")) {
      CommandRun run = with("generation_config.json", json);
      assertEquals(0, run.code(), run.err());
      assertTrue(!run.err().contains("generation_config.json"), run.err());
    }
    CommandRun noted = with("generation_config.json", "{\"presence_penalty\":1.5}");
    assertTrue(
        noted.err().contains("generation_config.json: key presence_penalty is not known"),
        noted.err());
  }

  @Test
  void aTextThatWouldSlideIsRefused() throws IOException {
    with(
            "config.json",
            "{\"use_sliding_window\":true,\"sliding_window\":12,\"max_window_layers\":0,"
                + "\"layer_types\":[\"full_attention\",\"sliding_attention\"]}")
        .refused("more than 12 tokens, the model's sliding_window (config.json)");
  }

  @Test
  void aHeadThatIsNotThereIsTold() throws IOException {
    with("config.json", "{\"tie_word_embeddings\":false}")
        .refused(
            "config.json: key tie_word_embeddings is not true, but the weights hold no"
                + " lm_head.weight; set it to true if the head is the embedding table");
  }

  @Test
  void encodingsAreTold() throws IOException {
    Path config = copy().resolve("config.json");
    String json = Files.readString(config);
    CommandRun run = CommandRun.of("generate", "--model", config.getParent(), "--prompt", "a");
    assertEquals(0, run.code(), run.err());
    Files.writeString(config, json, java.nio.charset.StandardCharsets.UTF_16);
    CommandRun.of("generate", "--model", config.getParent(), "--prompt", "a")
        .refused(config + ": is text in UTF-16; save it in UTF-8");
    Files.writeString(config, "\uFEFF" + json);
    CommandRun.of("generate", "--model", config.getParent(), "--prompt", "a")
        .refused(config + ": begins with a byte order mark");
    Files.write(config, new byte[] {'{', '"', (byte) 0xE9, '"'});
    CommandRun.of("generate", "--model", config.getParent(), "--prompt", "a")
        .refused(config + ": is not text in UTF-8");
    Files.writeString(
        config, json.replace("\"model_type\"", "\"x\": [NaN, Infinity], \"model_type\""));
    CommandRun odd = CommandRun.of("generate", "--model", config.getParent(), "--prompt", "a");
    assertEquals(0, odd.code(), odd.err());
    Files.writeString(config, json.replace("10000.0", "NaN"));
    CommandRun.of("generate", "--model", config.getParent(), "--prompt", "a")
        .refused(config + ": key rope_parameters.rope_theta must be a finite number but is NaN");
  }
}
