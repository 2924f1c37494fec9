package org.affectgpt.nn.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterKeysTest {
  @Test
  void theDocumentedTableIsTheCodes() throws Exception {
    Pattern row = Pattern.compile("\\| `([a-z_]+)` \\| (honoured|no effect|refused) \\|.*");
    Map<String, AdapterKeys.Effect> documented = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("../io/docs/adapter-keys.md"))) {
      Matcher m = row.matcher(line);
      if (m.matches()) {
        String effect = m.group(2).replace(' ', '_').toUpperCase(Locale.ROOT);
        documented.put(m.group(1), AdapterKeys.Effect.valueOf(effect));
      }
    }
    assertEquals(AdapterKeys.all(), documented);
  }

  @Test
  void refusedAndUnknownKeysAreErrorsOnlyWhereTheyAreSet() {
    AdapterKeys.all()
        .forEach(
            (key, effect) -> {
              if (effect == AdapterKeys.Effect.REFUSED) {
                read("{\"%s\": null}".formatted(key));
                read("{\"%s\": false}".formatted(key));
                refused("{\"%s\": [1]}".formatted(key), key);
              }
            });
    read("{\"some_new_key\": null, \"other\": false, \"third\": {}}");
    refused("{\"some_new_key\": 0.5}", "some_new_key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{'peft_type': 'IA3'} | IA3",
        "{'peft_type': 'ADALORA'} | ADALORA",
        "{'task_type': 'SEQ_CLS'} | SEQ_CLS",
        "{'bias': 'some'} | bias",
        "{'init_lora_weights': 'pissa_niter_16'} | pissa_niter_16",
        "{'init_lora_weights': 'olora'} | olora",
        "{'init_lora_weights': 'loftq'} | loftq",
        "{'layers_pattern': 'layers'} | layers_pattern",
        "{'target_modules': 'all-linear', 'layers_to_transform': [0]} | layers_to_transform",
        "{'exclude_modules': '('} | exclude_modules",
        "{'use_dora': true, 'lora_bias': true} | lora_bias",
        "{'r': 0} | r",
      })
  void refusesByName(String json, String part) {
    refused(json.replace('\'', '"'), part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "\"gaussian\"", "\"eva\"", "\"orthogonal\""})
  void harmlessStartsAreTaken(String start) {
    read("{\"init_lora_weights\": %s}".formatted(start));
  }

  @Test
  void choosesLayersAsPeftDoes() {
    LoraTargets t =
        read("{\"target_modules\": [\"q_proj\"], \"layers_to_transform\": [1, 10]}").targets();
    assertTrue(t.matches("model.layers.1.self_attn.q_proj"));
    assertTrue(t.matches("model.layers.10.self_attn.q_proj"));
    assertFalse(t.matches("model.layers.0.self_attn.q_proj"));
    assertFalse(t.matches("q_proj_other"));
    LoraTargets one =
        read("{\"target_modules\": [\"q_proj\"], \"layers_to_transform\": 0,"
                + " \"layers_pattern\": \"blocks\"}")
            .targets();
    assertFalse(one.matches("model.layers.0.self_attn.q_proj"));
    assertTrue(one.matches("model.blocks.0.self_attn.q_proj"));
    LoraTargets without =
        read("{\"target_modules\": \"all-linear\", \"exclude_modules\": [\"mlp.up_proj\"],"
                + " \"modules_to_save\": [\"layers.1\"]}")
            .targets();
    assertTrue(without.matches("model.layers.0.mlp.down_proj"));
    assertFalse(without.matches("model.layers.0.mlp.up_proj"));
    assertFalse(without.matches("model.layers.1.mlp.down_proj"));
    assertFalse(without.matches("lm_head"));
    assertTrue(read("{}").targets().matches("model.layers.0.self_attn.v_proj"));
    assertTrue(
        read("{\"target_modules\": \".*(?P<kind>q|v)_proj\"}").targets().matches("x.q_proj"));
  }

  private static LoraConfig read(String json) {
    return LoraConfig.fromJson(json, "adapter_config.json");
  }

  private static void refused(String json, String part) {
    String message = assertThrows(InputException.class, () -> read(json)).getMessage();
    assertTrue(message.startsWith("adapter_config.json: key ") && message.contains(part), message);
  }
}
