package org.affectgpt.nn.lora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * Low-rank adaptation as PEFT's {@code adapter_config.json} describes it.
 *
 * @param rank inner dimension r
 * @param alpha the adapter's output is scaled by alpha / r
 * @param dropout probability on the adapter's input while training
 * @param targets last part of the names of the layers that get an adapter
 */
public record LoraConfig(int rank, double alpha, double dropout, List<String> targets) {
  /** All linear layers of a decoder block. */
  public static final List<String> DECODER_LAYERS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  public LoraConfig {
    if (rank < 1) {
      throw new InputException("LoRA rank r must be at least 1: " + rank);
    }
    targets = List.copyOf(targets);
  }

  /** AffectGPT's adapter: alpha 32, dropout 0.05, all linear layers of the decoder. */
  public static LoraConfig affectGpt(int rank) {
    return new LoraConfig(rank, 32, 0.05, DECODER_LAYERS);
  }

  public float scaling() {
    return (float) (alpha / rank);
  }

  /** Reads {@code adapter_config.json}; {@code source} names the file in errors. */
  public static LoraConfig fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    if (c.bool("use_dora", false) || c.bool("use_rslora", false)) {
      throw new InputException(source + ": DoRA and rank-stabilised LoRA are not supported");
    }
    if (!c.text("bias", "none").equals("none")) {
      throw new InputException(source + ": key bias must be none");
    }
    return new LoraConfig(
        c.positive("r", 8),
        c.number("lora_alpha", 8),
        c.number("lora_dropout", 0),
        c.texts("target_modules"));
  }

  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.put("peft_type", "LORA");
    o.put("task_type", "CAUSAL_LM");
    o.put("r", rank);
    o.put("lora_alpha", alpha);
    o.put("lora_dropout", dropout);
    o.put("bias", "none");
    targets.forEach(o.putArray("target_modules")::add);
    return o;
  }
}
