package org.affectgpt.tools.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** Folders of small random decoders, and what such a folder answers. */
final class TinyFolder {
  static final int VOCABULARY = 96;
  static final int HIDDEN = 64;

  private TinyFolder() {}

  /** Writes a decoder of two layers. */
  static Path write(Path folder, Backend backend, StoredType type, boolean tied) {
    DecoderConfig config = DecoderConfig.of(VOCABULARY, HIDDEN, 128, 2, 4, 2).withTied(tied);
    CausalLm lm = new CausalLm(Init.random(backend, new CounterRng(5).split("lm")), config);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    lm.parameters().forEach((name, p) -> tensors.put(name, p.value()));
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("config.json"),
          config.toJson().put("torch_dtype", "float32").toPrettyString());
      Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 7}");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    ModuleWeights.save(tensors, type, folder.resolve("model.safetensors"));
    return folder;
  }

  /** Logits of a fixed text, through the code that {@code generate} opens models with. */
  static float[] logits(TextModel model, Backend backend) {
    int[] ids = new int[12];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (i * 37 + 11) % VOCABULARY;
    }
    return NoGrad.call(
        () -> {
          CausalLm lm = model.decoder();
          Tensor embeds = lm.model().embed(Tensor.ofInts(backend, ids, 1, ids.length)).detach();
          DecoderContext context = DecoderContext.causal(backend, 1, ids.length);
          return lm.logits(lm.model().forward(embeds, context)).toFloats();
        });
  }

  /** {@code |x - y| / |y|}. */
  static double relativeError(float[] x, float[] y) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < y.length; i++) {
      difference += (x[i] - y[i]) * (double) (x[i] - y[i]);
      size += y[i] * (double) y[i];
    }
    return Math.sqrt(difference / size);
  }
}
