package org.affectgpt.nn.lora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;

/**
 * Low-rank adaptation as PEFT's {@code adapter_config.json} describes it.
 *
 * @param rank inner dimension r
 * @param alpha the adapter's output is scaled by alpha / r
 * @param dropout probability on the adapter's input while training
 * @param targets the layers that get an adapter
 * @param rankStabilised scale by alpha / sqrt(r) instead (Kalajdzievski 2023)
 * @param rankPattern ranks of layers that differ, and alphaPattern their alphas
 * @param variant what an adapter has beside its two matrices
 */
public record LoraConfig(
    int rank,
    double alpha,
    double dropout,
    LoraTargets targets,
    boolean rankStabilised,
    LayerValues rankPattern,
    LayerValues alphaPattern,
    Variant variant) {
  /** Kinds of adapters. */
  public enum Variant {
    PLAIN,
    /** B has a bias ({@code lora_bias}). */
    BIASED,
    /**
     * The adapted matrix keeps the lengths of its rows in a vector of its own ({@code use_dora},
     * Liu et al. 2024).
     */
    DORA
  }

  /** All linear layers of a decoder block. */
  public static final List<String> DECODER_LAYERS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  public LoraConfig {
    if (rank < 1) {
      throw new InputException("LoRA rank r must be at least 1: " + rank);
    }
  }

  /**
   * One rank and alpha for all layers.
   *
   * @param names last parts of the names of the layers that get an adapter
   */
  public LoraConfig(int rank, double alpha, double dropout, List<String> names) {
    this(
        rank,
        alpha,
        dropout,
        new LoraTargets.Names(names),
        false,
        new LayerValues(Map.of()),
        new LayerValues(Map.of()),
        Variant.PLAIN);
  }

  /** AffectGPT's adapter: alpha 32, dropout 0.05, all linear layers of the decoder. */
  public static LoraConfig affectGpt(int rank) {
    return new LoraConfig(rank, 32, 0.05, DECODER_LAYERS);
  }

  /** The inner dimension for the layer of this full name. */
  public int rank(String layer) {
    return (int) rankPattern.of(layer, rank);
  }

  /** The factor of the adapter's output for the layer of this full name. */
  public float scaling(String layer) {
    int r = rank(layer);
    return (float) (alphaPattern.of(layer, alpha) / (rankStabilised ? Math.sqrt(r) : r));
  }

  /**
   * Reads {@code adapter_config.json}; {@code source} names the file in errors.
   *
   * @throws InputException naming the key that would change the answer and is not followed
   */
  public static LoraConfig fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    AdapterKeys.check(c);
    return new LoraConfig(
        c.positive("r", 8),
        c.number("lora_alpha", 8),
        c.number("lora_dropout", 0),
        LoraLayers.of(c),
        c.bool("use_rslora", false),
        LayerValues.ranks(c.nested("rank_pattern")),
        LayerValues.numbers(c.nested("alpha_pattern")),
        c.bool("use_dora", false)
            ? Variant.DORA
            : c.bool("lora_bias", false) ? Variant.BIASED : Variant.PLAIN);
  }

  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.put("peft_type", "LORA");
    o.put("task_type", "CAUSAL_LM");
    o.put("r", rank);
    o.put("lora_alpha", alpha);
    o.put("lora_dropout", dropout);
    o.put("bias", "none");
    o.put("use_rslora", rankStabilised);
    targets.write(o, "target_modules");
    o.put("use_dora", variant == Variant.DORA);
    o.put("lora_bias", variant == Variant.BIASED);
    rankPattern.write(o, "rank_pattern");
    alphaPattern.write(o, "alpha_pattern");
    return o;
  }
}
