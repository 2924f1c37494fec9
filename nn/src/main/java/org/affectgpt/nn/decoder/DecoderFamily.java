package org.affectgpt.nn.decoder;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The decoders that are built here, by the {@code model_type} of their {@code config.json}. */
public enum DecoderFamily {
  /** Qwen2 and Qwen2.5 (arXiv 2407.10671, 2412.15115): biases on queries, keys and values. */
  QWEN2("qwen2", "Qwen2ForCausalLM", 151936, 22016, 32768),
  /** Qwen3 (arXiv 2505.09388): queries and keys are normalised head by head, biases are gone. */
  QWEN3("qwen3", "Qwen3ForCausalLM", 151936, 22016, 32768),
  /** Llama (arXiv 2302.13971, 2407.21783). */
  LLAMA("llama", "LlamaForCausalLM", 32000, 11008, 2048),
  /** Mistral (arXiv 2310.06825): Llama's form, its attention may slide. */
  MISTRAL("mistral", "MistralForCausalLM", 32000, 14336, 131072);

  private final String modelType;
  private final String architecture;
  private final int vocabSize;
  private final int intermediateSize;
  private final int maxPositions;

  DecoderFamily(
      String modelType, String architecture, int vocabSize, int intermediateSize, int positions) {
    this.modelType = modelType;
    this.architecture = architecture;
    this.vocabSize = vocabSize;
    this.intermediateSize = intermediateSize;
    this.maxPositions = positions;
  }

  /** The family of a {@code model_type}, which is also GGUF's name of the architecture. */
  public static Optional<DecoderFamily> of(String modelType) {
    return Arrays.stream(values()).filter(f -> f.modelType.equals(modelType)).findFirst();
  }

  /** The family of a class that Hugging Face loads. */
  static Optional<DecoderFamily> ofArchitecture(String name) {
    return Arrays.stream(values()).filter(f -> f.architecture.equals(name)).findFirst();
  }

  /** All names, for the refusal of any other. */
  public static String supported() {
    return Arrays.stream(values()).map(f -> f.modelType).collect(Collectors.joining(", "))
        + " decoders are supported";
  }

  public String modelType() {
    return modelType;
  }

  /** Whether every query and key head passes a norm before it is rotated. */
  public boolean normsHeads() {
    return this == QWEN3;
  }

  /** Whether the query, key and value projections always have biases. */
  boolean biasesHeads() {
    return this == QWEN2;
  }

  /** Whether {@code attention_bias} of the configuration says that there are biases. */
  boolean asksForBiases() {
    return this == QWEN3 || this == LLAMA;
  }

  /** Heads of keys and values where the configuration does not say it; 0 for as many as queries. */
  int kvHeads() {
    return switch (this) {
      case QWEN2, QWEN3 -> 32;
      case LLAMA -> 0;
      case MISTRAL -> 8;
    };
  }

  /** The class that Hugging Face loads. */
  String architecture() {
    return architecture;
  }

  /** Hugging Face's default, as are the next two. */
  int vocabSize() {
    return vocabSize;
  }

  int intermediateSize() {
    return intermediateSize;
  }

  int maxPositions() {
    return maxPositions;
  }
}
