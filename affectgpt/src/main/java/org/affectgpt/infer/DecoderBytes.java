package org.affectgpt.infer;

import java.util.Comparator;
import java.util.Optional;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.View;

/** The weights of a decoder as bytes, which is what decoding one text is bound by. */
public record DecoderBytes(CausalLm decoder) {
  /** Smaller weights may stay in a cache, and reading them would not measure memory. */
  private static final long LEAST = 128L << 20;

  /** Bytes that a token reads: all weights, but of an embedding that is not the head one row. */
  public long perToken() {
    boolean tied = decoder.config().tied();
    Parameter embedding = decoder.model().embedding().weight();
    return decoder.parameters().values().stream()
        .filter(p -> tied || p != embedding)
        .map(Parameter::value)
        .mapToLong(DecoderBytes::bytes)
        .sum();
  }

  private static long bytes(Tensor t) {
    return t.dtype().bytes(t.size());
  }

  /** The largest of the weights; empty if it is small. */
  public Optional<View> largest() {
    return decoder.parameters().values().stream()
        .map(Parameter::value)
        .max(Comparator.comparingLong(DecoderBytes::bytes))
        .filter(t -> bytes(t) >= LEAST)
        .map(Tensor::view);
  }
}
