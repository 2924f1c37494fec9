package org.affectgpt.nn.hubert;

import static org.affectgpt.tensor.ops.shape.Transpose.transpose;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.layer.Activation;
import org.affectgpt.nn.layer.Conv1d;
import org.affectgpt.nn.layer.GroupNorm;
import org.affectgpt.nn.layer.LayerNorm;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One convolution of the feature extractor, its norm if it has one, and its activation. */
final class ConvLayer extends Module {
  /** Hugging Face keeps PyTorch's default here, whatever the configuration says. */
  private static final double EPS = 1e-5;

  private final Conv1d conv;
  private final @Nullable LayerNorm layerNorm;
  private final @Nullable GroupNorm groupNorm;
  private final Activation activation;

  ConvLayer(Init init, ConvStack c, int index) {
    int in = index == 0 ? 1 : c.dims().get(index - 1);
    int out = c.dims().get(index);
    int kernel = c.kernels().get(index);
    int stride = c.strides().get(index);
    Fill fill = Fill.normal(Math.sqrt(2.0 / (in * kernel)));
    conv = child(init, "conv", i -> new Conv1d(i, in, out, kernel, stride, c.bias(), fill));
    Init norm = init.child("layer_norm");
    layerNorm = c.layerNorm() ? child("layer_norm", new LayerNorm(norm, out, EPS)) : null;
    groupNorm =
        !c.layerNorm() && index == 0
            ? child("layer_norm", new GroupNorm(norm, out, out, EPS))
            : null;
    activation = c.activation();
  }

  /** x {@code [batch, channels, time]}. */
  Tensor forward(Tensor x) {
    Tensor y = conv.forward(x); // [batch, out, frames]
    if (layerNorm != null) {
      y = transpose(layerNorm.forward(transpose(y, 1, 2)), 1, 2); // [batch, out, frames]
    } else if (groupNorm != null) {
      y = groupNorm.forward(y);
    }
    return activation.apply(y);
  }
}
