package org.affectgpt.nn.lora;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * Every key of PEFT's {@code adapter_config.json} (0.21 and those of older versions) and what it
 * does here; {@code io/docs/adapter-keys.md} is this table. A key that is refused, or not known, is
 * an error only where it is set: null, false, 0 and what is empty change nothing.
 */
public final class AdapterKeys {
  /** What becomes of a key. */
  public enum Effect {
    /** The answer follows it. */
    HONOURED,
    /** It cannot change the answer of a saved adapter. */
    NO_EFFECT,
    /** Adapters that set it are not read. */
    REFUSED
  }

  private static final List<String> HONOURED =
      List.of(
          "peft_type",
          "task_type",
          "base_model_name_or_path",
          "r",
          "lora_alpha",
          "lora_dropout",
          "use_rslora",
          "rank_pattern",
          "alpha_pattern",
          "target_modules",
          "exclude_modules",
          "layers_to_transform",
          "layers_pattern",
          "modules_to_save",
          "ensure_weight_tying",
          "trainable_token_indices",
          "bias",
          "lora_bias",
          "use_dora",
          "init_lora_weights");

  private static final List<String> NO_EFFECT =
      List.of(
          "auto_mapping",
          "peft_version",
          "revision",
          "inference_mode",
          "fan_in_fan_out",
          "runtime_config",
          "megatron_config",
          "megatron_core",
          "loftq_config",
          "eva_config",
          "corda_config",
          "lora_ga_config",
          "qalora_group_size",
          "merge_weights");

  private static final List<String> REFUSED =
      List.of(
          "layer_replication",
          "target_parameters",
          "alora_invocation_tokens",
          "use_qalora",
          "use_bdlora",
          "arrow_config",
          "kasa_config",
          "monteclora_config",
          "velora_config",
          "enable_lora");

  /** Ways to begin that leave the base weights as they are. */
  private static final List<String> HARMLESS_STARTS =
      List.of("true", "false", "gaussian", "eva", "orthogonal");

  private AdapterKeys() {}

  /** All keys that are known. */
  public static Map<String, Effect> all() {
    Map<String, Effect> all = new LinkedHashMap<>();
    HONOURED.forEach(key -> all.put(key, Effect.HONOURED));
    NO_EFFECT.forEach(key -> all.put(key, Effect.NO_EFFECT));
    REFUSED.forEach(key -> all.put(key, Effect.REFUSED));
    return all;
  }

  /**
   * Fails if a key that is set would change the answer and is not followed.
   *
   * @throws InputException naming file, key and remedy
   */
  static void check(JsonConfig c) {
    Map<String, Effect> known = all();
    for (String key : c.keys()) {
      Effect effect = known.get(key);
      if (effect == null && c.isSet(key)) {
        throw new InputException(
            c.where(key) + " is not known here; if it changes nothing, remove it from the file");
      }
      if (effect == Effect.REFUSED && c.isSet(key)) {
        throw new InputException(
            c.where(key)
                + ": adapters made with it are not supported; merge them into their base with PEFT");
      }
    }
    requireKind(c);
    requireStart(c);
    require(c, "bias", "none", List.of("none", "all", "lora_only"));
    if (c.bool("use_dora", false) && c.bool("lora_bias", false)) {
      throw new InputException(
          c.where("lora_bias") + ": together with use_dora it is not supported");
    }
  }

  private static void requireKind(JsonConfig c) {
    String type = c.text("peft_type", "LORA");
    if (!type.toUpperCase(Locale.ROOT).equals("LORA")) {
      throw new InputException(
          c.where("peft_type") + " is " + type + ", but only LORA adapters are read");
    }
    require(c, "task_type", "CAUSAL_LM", List.of("CAUSAL_LM", "FEATURE_EXTRACTION"));
  }

  /** PiSSA, OLoRA, CorDA, LoftQ and their like take their start out of the base weights. */
  private static void requireStart(JsonConfig c) {
    String key = "init_lora_weights";
    String start = c.isText(key) ? c.text(key, "") : String.valueOf(c.bool(key, true));
    if (!HARMLESS_STARTS.contains(start.toLowerCase(Locale.ROOT))) {
      throw new InputException(
          c.where(key)
              + " is "
              + start
              + ": PEFT changes the base weights when it loads such an adapter; save it with"
              + " path_initial_model_for_weight_conversion, or merged");
    }
  }

  private static void require(JsonConfig c, String key, String other, List<String> allowed) {
    String value = c.text(key, other);
    if (!allowed.contains(value)) {
      throw new InputException(
          c.where(key) + " must be " + String.join(" or ", allowed) + " but is " + value);
    }
  }
}
