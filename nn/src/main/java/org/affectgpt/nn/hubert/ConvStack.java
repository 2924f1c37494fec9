package org.affectgpt.nn.hubert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.tensor.InputException;

/**
 * The convolutions that turn samples into frames, as {@code config.json} describes them.
 *
 * @param dims channels of each convolution
 * @param kernels widths of their kernels
 * @param strides their strides
 * @param bias whether they have biases
 * @param layerNorm layer norm after every convolution, else a group norm after the first
 * @param activation after every convolution, the positional one of the encoder too
 */
public record ConvStack(
    List<Integer> dims,
    List<Integer> kernels,
    List<Integer> strides,
    boolean bias,
    boolean layerNorm,
    Activation activation) {
  public ConvStack {
    dims = List.copyOf(dims);
    kernels = List.copyOf(kernels);
    strides = List.copyOf(strides);
  }

  /** HuBERT-large's form, without biases and with layer norms, at a size. */
  public static ConvStack of(List<Integer> dims, List<Integer> kernels, List<Integer> strides) {
    return new ConvStack(dims, kernels, strides, false, true, Activation.GELU);
  }

  /** Frames of a clip of {@code samples} audio samples. */
  int frames(int samples) {
    int n = samples;
    for (int i = 0; i < kernels.size(); i++) {
      n = n < kernels.get(i) ? 0 : (n - kernels.get(i)) / strides.get(i) + 1;
    }
    return n;
  }

  static ConvStack read(JsonConfig c) {
    List<Integer> dims = c.positives("conv_dim", List.of(512, 512, 512, 512, 512, 512, 512));
    List<Integer> kernels = c.positives("conv_kernel", List.of(10, 3, 3, 3, 3, 2, 2));
    List<Integer> strides = c.positives("conv_stride", List.of(5, 2, 2, 2, 2, 2, 2));
    if (dims.size() != kernels.size() || dims.size() != strides.size() || dims.isEmpty()) {
      throw new InputException(
          c.where("conv_dim") + ", conv_kernel and conv_stride must have the same length");
    }
    String norm = c.text("feat_extract_norm", "group");
    if (!norm.equals("group") && !norm.equals("layer")) {
      throw new InputException(
          c.where("feat_extract_norm") + " must be group or layer: " + JsonConfig.plain(norm));
    }
    String key = "feat_extract_activation";
    return new ConvStack(
        dims,
        kernels,
        strides,
        c.bool("conv_bias", false),
        norm.equals("layer"),
        Activation.named(c.text(key, Activation.GELU.id()), c.where(key)));
  }

  void write(ObjectNode o) {
    dims.forEach(o.putArray("conv_dim")::add);
    kernels.forEach(o.putArray("conv_kernel")::add);
    strides.forEach(o.putArray("conv_stride")::add);
    o.put("num_feat_extract_layers", dims.size());
    o.put("conv_bias", bias);
    o.put("feat_extract_norm", layerNorm ? "layer" : "group");
    o.put("feat_extract_activation", activation.id());
  }
}
