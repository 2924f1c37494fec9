package org.affectgpt.nn.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.affectgpt.nn.Checkpointing;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Embedding;
import org.affectgpt.nn.layer.RmsNorm;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;

/** The decoder without its head: embedding, layers, final norm. */
public final class DecoderModel extends Module {
  /** Stages of frequencies above it last for one length of the text only. */
  private static final int ONCE = 1;

  private final DecoderConfig config;
  private final Backend backend;
  private final Embedding embedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final RmsNorm norm;
  private RotaryTable rotary;
  private boolean checkpointing;
  private boolean roundedFrequencies;

  public DecoderModel(Init init, DecoderConfig config) {
    this.config = config;
    this.backend = init.backend();
    Fill normal = Fill.normal(config.initializerRange());
    embedding =
        child(
            init,
            "embed_tokens",
            i -> new Embedding(i, config.vocabSize(), config.hiddenSize(), normal));
    for (int n = 0; n < config.layers(); n++) {
      int layer = n;
      layers.add(child(init, "layers." + n, i -> new DecoderLayer(i, config, layer)));
    }
    norm = child(init, "norm", i -> new RmsNorm(i, config.hiddenSize(), config.rmsNormEps()));
    rotary = table(1, 1);
  }

  public DecoderConfig config() {
    return config;
  }

  public Backend backend() {
    return backend;
  }

  /** The table of token embeddings, which a tied head multiplies by. */
  public Embedding embedding() {
    return embedding;
  }

  /** Keeps only the input of every layer for the backward pass and computes the rest again. */
  public void checkpointing(boolean on) {
    checkpointing = on;
  }

  /** ids I32 {@code [...]} to {@code [..., hidden]}. */
  public Tensor embed(Tensor ids) {
    return embedding.forward(ids);
  }

  /** Embedded tokens {@code [batch, time, hidden]} to final hidden states, after the norm. */
  public Tensor forward(Tensor embeds, DecoderContext context) {
    return run(embeds, context, h -> {});
  }

  /** The input of every layer and, last, the final hidden states after the norm. */
  public List<Tensor> hiddenStates(Tensor embeds, DecoderContext context) {
    List<Tensor> all = new ArrayList<>();
    all.add(run(embeds, context, all::add));
    return all;
  }

  /** Without a graph only what goes from layer to layer stays in the caller's scope. */
  private Tensor run(Tensor embeds, DecoderContext context, Consumer<Tensor> layerInput) {
    RotaryTable table = rotary(context.maxPosition());
    Tensor here = Tensor.empty(backend, 1);
    Tensor h = embeds;
    for (DecoderLayer layer : layers) {
      layerInput.accept(h);
      if (NoGrad.active()) {
        try (MemoryScope activations = backend.scope()) {
          h = layer.forward(h, context, table).keepWith(here);
        }
      } else if (checkpointing) {
        h = Checkpointing.run(layer, h, x -> layer.forward(x, context, table));
      } else {
        h = layer.forward(h, context, table);
      }
    }
    return norm.forward(h);
  }

  /**
   * Rounds the rotary frequencies to BF16. A reference model that was cast to BF16 as a whole has
   * lost those bits too; one that was loaded in BF16 has not.
   */
  public void roundFrequencies(boolean on) {
    roundedFrequencies = on;
    rotary = table(1, 1);
  }

  private RotaryTable table(int positions, int length) {
    return RotaryTable.of(
        backend, positions, length, config.headDim(), config.rope(), roundedFrequencies);
  }

  /** The table for a pass whose last token stands at a position. */
  private RotaryTable rotary(int position) {
    config.attention().sliding().require(position + 1);
    int stage = config.rope().scaling().stage(position + 1);
    if (position < rotary.positions() && stage == rotary.stage()) {
      return rotary;
    }
    int n = Math.max(64, Integer.highestOneBit(position) << 1);
    RotaryTable table = table(n, position + 1);
    if (stage > ONCE) {
      return table;
    }
    rotary = table.keepWith(rotary);
    return rotary;
  }
}
