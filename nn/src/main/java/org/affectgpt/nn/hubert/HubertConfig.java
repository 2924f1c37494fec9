package org.affectgpt.nn.hubert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.tensor.InputException;

/**
 * HuBERT as {@code config.json} describes it.
 *
 * @param convDims channels of each convolution of the feature extractor
 * @param convKernels widths of their kernels
 * @param convStrides their strides
 * @param convBias whether they have biases
 * @param layerNormExtractor layer norm after every convolution, else a group norm after the first
 * @param stableLayerNorm pre-norm layers, else post-norm
 * @param positionKernel width of the positional convolution
 */
public record HubertConfig(
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    List<Integer> convDims,
    List<Integer> convKernels,
    List<Integer> convStrides,
    boolean convBias,
    boolean layerNormExtractor,
    boolean stableLayerNorm,
    boolean projectionLayerNorm,
    int positionKernel,
    int positionGroups,
    Activation convActivation,
    Activation activation,
    double layerNormEps,
    double initializerRange,
    double hiddenDropout,
    double attentionDropout,
    double activationDropout,
    double projectionDropout,
    double layerDrop) {

  public HubertConfig {
    convDims = List.copyOf(convDims);
    convKernels = List.copyOf(convKernels);
    convStrides = List.copyOf(convStrides);
  }

  /** HuBERT-large's form, pre-norm with layer norms in the extractor and no dropout, at a size. */
  public static HubertConfig of(
      int hiddenSize,
      int layers,
      int heads,
      List<Integer> convDims,
      List<Integer> convKernels,
      List<Integer> convStrides,
      int positionKernel,
      int positionGroups) {
    return new HubertConfig(
        hiddenSize,
        4 * hiddenSize,
        layers,
        heads,
        convDims,
        convKernels,
        convStrides,
        false,
        true,
        true,
        true,
        positionKernel,
        positionGroups,
        Activation.GELU,
        Activation.GELU,
        1e-5,
        0.02,
        0,
        0,
        0,
        0,
        0);
  }

  /** Hidden states of a clip of {@code samples} audio samples. */
  public int frames(int samples) {
    int n = samples;
    for (int i = 0; i < convKernels.size(); i++) {
      n = n < convKernels.get(i) ? 0 : (n - convKernels.get(i)) / convStrides.get(i) + 1;
    }
    return n;
  }

  /** Reads {@code config.json}; {@code source} names the file in errors. */
  public static HubertConfig fromJson(String json, String source) {
    JsonConfig c = JsonConfig.parse(json, source);
    int hidden = c.positive("hidden_size", 768);
    int heads = c.positive("num_attention_heads", 12);
    c.requireMultiple("hidden_size", hidden, "num_attention_heads", heads);
    List<Integer> dims = c.positives("conv_dim", List.of(512, 512, 512, 512, 512, 512, 512));
    List<Integer> kernels = c.positives("conv_kernel", List.of(10, 3, 3, 3, 3, 2, 2));
    List<Integer> strides = c.positives("conv_stride", List.of(5, 2, 2, 2, 2, 2, 2));
    if (dims.size() != kernels.size() || dims.size() != strides.size() || dims.isEmpty()) {
      throw new InputException(
          c.where("conv_dim") + ", conv_kernel and conv_stride must have the same length");
    }
    if (c.bool("conv_pos_batch_norm", false)) {
      throw new InputException(c.where("conv_pos_batch_norm") + ": true is not supported");
    }
    String norm = c.text("feat_extract_norm", "group");
    if (!norm.equals("group") && !norm.equals("layer")) {
      throw new InputException(c.where("feat_extract_norm") + " must be group or layer: " + norm);
    }
    int groups = c.positive("num_conv_pos_embedding_groups", 16);
    c.requireMultiple("hidden_size", hidden, "num_conv_pos_embedding_groups", groups);
    return new HubertConfig(
        hidden,
        c.positive("intermediate_size", 3072),
        c.positive("num_hidden_layers", 12),
        heads,
        dims,
        kernels,
        strides,
        c.bool("conv_bias", false),
        norm.equals("layer"),
        c.bool("do_stable_layer_norm", false),
        c.bool("feat_proj_layer_norm", true),
        c.positive("num_conv_pos_embeddings", 128),
        groups,
        activation(c, "feat_extract_activation"),
        activation(c, "hidden_act"),
        c.number("layer_norm_eps", 1e-5),
        c.number("initializer_range", 0.02),
        c.probability("hidden_dropout", 0.1),
        c.probability("attention_dropout", 0.1),
        c.probability("activation_dropout", 0.1),
        c.probability("feat_proj_dropout", 0.0),
        c.probability("layerdrop", 0.1));
  }

  private static Activation activation(JsonConfig c, String key) {
    return Activation.named(c.text(key, "gelu"), c.where(key));
  }

  /** The values as {@code config.json} holds them. */
  public ObjectNode toJson() {
    ObjectNode o = JsonConfig.object();
    o.putArray("architectures").add("HubertModel");
    o.put("model_type", "hubert");
    o.put("hidden_size", hiddenSize);
    o.put("intermediate_size", intermediateSize);
    o.put("num_hidden_layers", layers);
    o.put("num_attention_heads", heads);
    put(o.putArray("conv_dim"), convDims);
    put(o.putArray("conv_kernel"), convKernels);
    put(o.putArray("conv_stride"), convStrides);
    o.put("num_feat_extract_layers", convDims.size());
    o.put("conv_bias", convBias);
    o.put("feat_extract_norm", layerNormExtractor ? "layer" : "group");
    o.put("do_stable_layer_norm", stableLayerNorm);
    o.put("feat_proj_layer_norm", projectionLayerNorm);
    o.put("num_conv_pos_embeddings", positionKernel);
    o.put("num_conv_pos_embedding_groups", positionGroups);
    o.put("feat_extract_activation", convActivation.id());
    o.put("hidden_act", activation.id());
    o.put("layer_norm_eps", layerNormEps);
    o.put("initializer_range", initializerRange);
    o.put("hidden_dropout", hiddenDropout);
    o.put("attention_dropout", attentionDropout);
    o.put("activation_dropout", activationDropout);
    o.put("feat_proj_dropout", projectionDropout);
    o.put("layerdrop", layerDrop);
    return o;
  }

  private static void put(ArrayNode array, List<Integer> values) {
    values.forEach(array::add);
  }
}
