package org.affectgpt.tools.memory;

import java.util.List;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.tools.memory.MemoryPart.Place;

/**
 * What decoding takes beside the weights, all F32 on the heap.
 *
 * @param tokenBytes what one more token an answer takes in the cache
 * @param newTokens the largest answer
 */
public record DecoderMemory(List<MemoryPart> parts, long tokenBytes, int newTokens) {
  /**
   * @param texts answers that grow together, each with the whole cache to itself
   * @param prompt tokens of the longest prompt
   * @param newTokens the largest answer
   */
  public static DecoderMemory of(DecoderConfig config, int texts, int prompt, int newTokens) {
    long row = 2L * config.layers() * config.kvHeads() * config.headDim() * Float.BYTES;
    long tokenBytes = row * texts;
    long cache = tokenBytes * ((long) prompt + newTokens);
    // the widest moment of the prompt is the feed-forward block: gate, up, their product, and the
    // residual stream with its norm; decoding adds the logits and the sampler's sorted copy
    long width = 3L * config.intermediateSize() + 6L * config.hiddenSize();
    long passes = Float.BYTES * width * prompt * texts;
    long logits = 6L * Float.BYTES * config.vocabSize() * texts;
    return new DecoderMemory(
        List.of(
            new MemoryPart("KV cache", Place.HEAP, cache),
            new MemoryPart("activations", Place.HEAP, passes + logits)),
        tokenBytes,
        newTokens);
  }
}
