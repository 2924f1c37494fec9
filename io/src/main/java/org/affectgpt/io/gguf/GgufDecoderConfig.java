package org.affectgpt.io.gguf;

import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.DecoderFamily;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.tensor.InputException;

/** Reads the configuration of a decoder from a file's metadata and the tensors it has. */
final class GgufDecoderConfig {
  private static final int LARGEST = 1 << 20;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final DecoderFamily family;

  private GgufDecoderConfig(GgufFile file, DecoderFamily family) {
    this.file = file;
    this.metadata = file.metadata();
    this.family = family;
  }

  /**
   * @throws InputException naming the file and the key, when the architecture is not one of {@link
   *     DecoderFamily} or the decoder needs something that is not supported
   */
  static DecoderConfig read(GgufFile file) {
    String architecture = file.metadata().text("general.architecture");
    if (architecture == null) {
      throw new InputException(file.path() + ": lacks the metadata 'general.architecture'");
    }
    DecoderFamily family =
        DecoderFamily.of(architecture)
            .filter(f -> f != DecoderFamily.MISTRAL)
            .orElseThrow(
                () ->
                    new InputException(
                        file.path()
                            + ": metadata 'general.architecture' is "
                            + GgufMetadata.quoted(architecture)
                            + "; "
                            + DecoderFamily.supported()));
    return new GgufDecoderConfig(file, family).read();
  }

  private DecoderConfig read() {
    int hidden = metadata.positive(key("embedding_length"), 0, LARGEST);
    int heads = metadata.positive(key("attention.head_count"), 0, LARGEST);
    if (!metadata.has(key("attention.key_length")) && hidden % heads != 0) {
      throw wrong("attention.head_count", heads + " does not divide the width " + hidden);
    }
    int kvHeads = metadata.positive(key("attention.head_count_kv"), heads, heads);
    if (heads % kvHeads != 0) {
      throw wrong("attention.head_count_kv", kvHeads + " does not divide the heads " + heads);
    }
    int headDim =
        metadata.positive(key("attention.key_length"), Math.max(1, hidden / heads), LARGEST);
    if (headDim % 2 != 0) {
      throw wrong("attention.key_length", headDim + " is not even");
    }
    for (String other : new String[] {"attention.value_length", "rope.dimension_count"}) {
      if (metadata.integer(key(other), headDim) != headDim) {
        throw wrong(
            other, metadata.integer(key(other), 0) + " is not the width of a head, " + headDim);
      }
    }
    double theta = positiveNumber("rope.freq_base", 10000);
    TensorEntry embedding = file.entry("token_embd.weight");
    if (embedding.shape().size() != 2 || embedding.shape().getFirst() > 1 << 26) {
      throw new InputException(
          file.path() + ": tensor 'token_embd.weight' has the shape " + embedding.shape());
    }
    DecoderConfig.Size size =
        new DecoderConfig.Size(
            Math.toIntExact(embedding.shape().getFirst()),
            hidden,
            metadata.positive(key("feed_forward_length"), 0, LARGEST),
            metadata.positive(key("block_count"), 0, file.entries().size()));
    DecoderConfig.Heads attention =
        new DecoderConfig.Heads(
            heads,
            kvHeads,
            headDim,
            file.find("blk.0.attn_q.bias") != null,
            file.find("blk.0.attn_output.bias") != null);
    int context = metadata.positive(key("context_length"), 0, Integer.MAX_VALUE);
    DecoderConfig.Rope rope =
        new DecoderConfig.Rope(
            theta,
            new GgufRope(file, family.modelType(), headDim, context).scaling(theta),
            context);
    return new DecoderConfig(
        family,
        size,
        attention,
        rope,
        new DecoderConfig.Mlp(Activation.SILU, file.find("blk.0.ffn_gate.bias") != null),
        positiveNumber("attention.layer_norm_rms_epsilon", Double.NaN),
        file.find("output.weight") == null,
        0.02);
  }

  private double positiveNumber(String name, double otherwise) {
    double value = metadata.number(key(name), otherwise);
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw metadata.has(key(name))
          ? wrong(name, value + ", not a positive number")
          : new InputException(file.path() + ": lacks the metadata '" + key(name) + "'");
    }
    return value;
  }

  private String key(String name) {
    return family.modelType() + "." + name;
  }

  private InputException wrong(String name, String is) {
    return new InputException(file.path() + ": metadata '" + key(name) + "' is " + is);
  }
}
