package org.affectgpt.nn.lora;

import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;
import static org.affectgpt.tensor.ops.shape.Embedding.embedding;

import java.util.Arrays;
import java.util.Optional;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * DoRA (Liu et al. 2024): a row of the adapted matrix is {@code m · V / |V|}, V = W + alpha / r · B
 * A. For answering only: the lengths |V| are taken once, when they are first needed.
 */
final class RowMagnitudes extends Module {
  /** Rows of the base matrix that are widened at once. */
  private static final int ROWS = 1024;

  private final Linear base;
  private final Parameter weight;
  private @Nullable Tensor factors;

  RowMagnitudes(Init init, Linear base) {
    this.base = base;
    weight = register("weight", init.vector("weight", Fill.zeros(), base.out()));
  }

  /** {@code m / |V|}, {@code [out]}. */
  Tensor factors(LoraAdapter adapter) {
    Tensor known = factors;
    if (known == null) {
      known = NoGrad.call(() -> made(adapter));
      factors = known;
    }
    return known;
  }

  /**
   * What of the layer's bias must be given back after the rows were scaled: {@code (1 - f) · b}.
   */
  Optional<Tensor> biasBack(LoraAdapter adapter) {
    return base.bias()
        .map(
            bias -> {
              float[] f = factors(adapter).toFloats();
              float[] b = bias.value().toFloats();
              for (int i = 0; i < b.length; i++) {
                b[i] *= 1 - f[i];
              }
              return Tensor.of(bias.value().backend(), b, b.length);
            });
  }

  private Tensor made(LoraAdapter adapter) {
    Tensor w = base.weight().value();
    float[] f = weight.value().toFloats();
    for (int at = 0; at < f.length; at += ROWS) {
      int n = Math.min(ROWS, f.length - at);
      int[] ids = new int[n];
      int first = at;
      Arrays.setAll(ids, i -> first + i);
      Tensor rows = Tensor.ofInts(w.backend(), ids, n);
      float[] v = embedding(w, rows).toFloats();
      float[] update = matmul(embedding(adapter.weightB(), rows), adapter.weightA()).toFloats();
      for (int row = 0; row < n; row++) {
        double sum = 0;
        for (int i = row * base.in(); i < (row + 1) * base.in(); i++) {
          float value = v[i] + adapter.scaling() * update[i];
          sum += (double) value * value;
        }
        f[at + row] /= (float) Math.sqrt(sum);
      }
    }
    return Tensor.of(w.backend(), f, f.length);
  }
}
