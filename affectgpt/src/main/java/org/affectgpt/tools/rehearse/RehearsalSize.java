package org.affectgpt.tools.rehearse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.affectgpt.nn.clip.ClipVisionConfig;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.hubert.ConvStack;
import org.affectgpt.nn.hubert.HubertConfig;
import org.affectgpt.tensor.InputException;

/** The shapes of published models (their {@code config.json}), and small ones for tests. */
public enum RehearsalSize {
  TINY("tiny", "Qwen2.5-tiny-Instruct", DecoderConfig.of(512, 64, 160, 2, 4, 2), 1, 0),
  HALF(
      "0.5b",
      "Qwen2.5-0.5B-Instruct",
      DecoderConfig.of(151936, 896, 4864, 24, 14, 2).withTied(true),
      1,
      RehearsalSize.QWEN_PAIRS),
  SEVEN(
      "7b",
      "Qwen2.5-7B-Instruct",
      DecoderConfig.of(152064, 3584, 18944, 28, 28, 4),
      4,
      RehearsalSize.QWEN_PAIRS);

  /** Byte-pair tokens of Qwen2.5's vocabulary; its special tokens come after them. */
  private static final int QWEN_PAIRS = 151643;

  private static final List<Integer> KERNELS = List.of(10, 3, 3, 3, 3, 2, 2);
  private static final List<Integer> STRIDES = List.of(5, 2, 2, 2, 2, 2, 2);

  private final String key;
  private final String folder;
  private final DecoderConfig llm;
  private final int shards;
  private final int pairs;

  RehearsalSize(String key, String folder, DecoderConfig llm, int shards, int pairs) {
    this.key = key;
    this.folder = folder;
    this.llm = llm;
    this.shards = shards;
    this.pairs = pairs;
  }

  /**
   * @throws InputException for an unknown size, naming the known ones
   */
  public static RehearsalSize of(String key) {
    return Arrays.stream(values())
        .filter(s -> s.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--llm "
                        + key
                        + ": not a size; known are "
                        + Arrays.stream(values())
                            .map(s -> s.key)
                            .collect(Collectors.joining(", "))));
  }

  /** How options name it. */
  public String key() {
    return key;
  }

  /** The decoder's folder. */
  String folder() {
    return folder;
  }

  /** The decoder. */
  public DecoderConfig llm() {
    return llm;
  }

  /** Files that the decoder's weights are spread over. */
  int shards() {
    return shards;
  }

  /** Byte-pair tokens to fill the vocabulary up to; 0 leaves it as it was learned. */
  int pairs() {
    return pairs;
  }

  /** CLIP ViT-L/14's tower. */
  public ClipVisionConfig clip() {
    return this == TINY
        ? ClipVisionConfig.of(64, 2, 4, 42, 14, 48)
        : ClipVisionConfig.of(1024, 24, 16, 224, 14, 768);
  }

  /** chinese-hubert-large. */
  public HubertConfig hubert() {
    int conv = this == TINY ? 16 : 512;
    ConvStack stack = ConvStack.of(KERNELS.stream().map(k -> conv).toList(), KERNELS, STRIDES);
    return this == TINY
        ? HubertConfig.of(40, 4, 4, stack, 32, 8)
        : HubertConfig.of(1024, 24, 16, stack, 128, 16);
  }
}
