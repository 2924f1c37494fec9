package org.affectgpt.nn.decoder;

import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** A small decoder whose every parameter is away from 0 and 1, so that a forgotten one shows. */
public final class TinyDecoder {
  private TinyDecoder() {}

  public static CausalLm create(Backend backend, boolean tied) {
    CounterRng rng = new CounterRng(11);
    DecoderConfig config = DecoderConfig.of(41, 32, 48, 2, 4, 2).withTied(tied);
    CausalLm lm = new CausalLm(Init.random(backend, rng), config);
    lm.parameters()
        .forEach(
            (name, p) -> {
              float[] values = new float[(int) p.shape().size()];
              Fill.normal(0.25).fill(rng.split(name), values);
              if (name.contains("norm")) {
                for (int i = 0; i < values.length; i++) {
                  values[i] += 1;
                }
              }
              p.value().set(values);
            });
    return lm;
  }

  /** All gradients by name. */
  public static Map<String, float[]> gradients(CausalLm lm) {
    Map<String, float[]> all = new TreeMap<>();
    lm.parameters()
        .forEach(
            (name, p) -> {
              Tensor g = p.value().grad();
              if (g != null) {
                all.put(name, g.toFloats());
              }
            });
    return all;
  }
}
