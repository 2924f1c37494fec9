package org.affectgpt.nn.lora;

import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.matrix.Linear.linear;
import static org.affectgpt.tensor.ops.matrix.Linear.linearPlus;

import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.tensor.Tensor;

/**
 * The low-rank update of one linear layer (Hu et al. 2021): {@code y += alpha / r · B A
 * dropout(x)}, A {@code [r, in]} Kaiming-uniform, B {@code [out, r]} zero.
 */
public final class LoraAdapter {
  private final Factor a;
  private final Factor b;
  private final Dropout dropout;
  private final float scaling;

  /** One of the two matrices. */
  static final class Factor extends Module {
    private final Parameter weight;

    Factor(Init init, Fill fill, int rows, int columns) {
      weight = register("weight", init.matrix("weight", fill, rows, columns));
    }
  }

  /**
   * @param layer full name of the layer that it belongs to
   */
  LoraAdapter(Init init, LoraConfig config, String layer, int in, int out) {
    int rank = config.rank(layer);
    a = new Factor(init.child("lora_A"), Fill.kaimingUniform(in), rank, in);
    b = new Factor(init.child("lora_B"), Fill.zeros(), out, rank);
    dropout = new Dropout(config.dropout());
    scaling = config.scaling(layer);
  }

  public Module a() {
    return a;
  }

  public Module b() {
    return b;
  }

  public Dropout dropout() {
    return dropout;
  }

  public float scaling() {
    return scaling;
  }

  Tensor weightA() {
    return a.weight.value();
  }

  Tensor weightB() {
    return b.weight.value();
  }

  /** Adds the update for input {@code x} to the base layer's output {@code y}. */
  public Tensor addTo(Tensor y, Tensor x) {
    if (LoraScope.isOff()) {
      return y;
    }
    Tensor down = linear(dropout.forward(x), weightA(), null);
    return linearPlus(scale(down, scaling), weightB(), null, y);
  }
}
