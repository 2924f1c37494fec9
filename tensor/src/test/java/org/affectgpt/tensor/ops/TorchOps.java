package org.affectgpt.tensor.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;

/** What PyTorch is asked for through DJL. */
final class TorchOps {
  private TorchOps() {}

  static NDArray sigmoid(NDArray x) {
    return Activation.sigmoid(x);
  }

  static NDArray relu(NDArray x) {
    return Activation.relu(x);
  }

  static NDArray gelu(NDArray x) {
    return Activation.gelu(x);
  }

  static NDArray geluTanh(NDArray x) {
    NDArray cube = x.mul(x).mul(x);
    NDArray u = times(times(cube, 0.044715f).add(x), (float) Math.sqrt(2 / Math.PI));
    return times(x, 0.5f).mul(u.tanh().add(1f));
  }

  /**
   * {@code x factor}. DJL's own product with a number frees the number's memory at once, and the
   * backward pass then reads what lies there by then.
   */
  static NDArray times(NDArray x, float factor) {
    return x.mul(x.getManager().create(factor));
  }

  static Shape shape(int... dims) {
    return new Shape(Arrays.stream(dims).asLongStream().toArray());
  }

  static NDArray array(ai.djl.ndarray.NDManager manager, Dense x) {
    float[] f = new float[x.data().length];
    for (int i = 0; i < f.length; i++) {
      f[i] = (float) x.data()[i];
    }
    return manager.create(f, shape(x.shape()));
  }

  /** A constant beside {@code x}. */
  static NDArray constant(NDArray x, Dense value) {
    return array(x.getManager(), value);
  }

  static NDArray ids(NDArray x, int[] ids, int... shape) {
    return x.getManager().create(ids, shape(shape)).toType(DataType.INT64, false);
  }

  static NDArray transpose(NDArray x, boolean really) {
    return really ? x.swapAxes(x.getShape().dimension() - 2, x.getShape().dimension() - 1) : x;
  }

  static NDArray normalise(NDArray x, boolean centre, float eps) {
    NDArray c = centre ? x.sub(x.mean(new int[] {-1}, true)) : x;
    NDArray var = c.mul(c).mean(new int[] {-1}, true);
    return c.div(var.add(eps).sqrt());
  }

  static NDArray convolution(
      NDArray x, NDArray w, NDArray bias, int stride, int padding, int groups) {
    return ai.djl.nn.convolutional.Conv1d.conv1d(
            x, w, bias, new Shape(stride), new Shape(padding), new Shape(1), groups)
        .singletonOrThrow();
  }

  static NDArray concat(int axis, Iterable<NDArray> parts) {
    NDList list = new NDList();
    parts.forEach(list::add);
    return ai.djl.ndarray.NDArrays.concat(list, axis);
  }
}
