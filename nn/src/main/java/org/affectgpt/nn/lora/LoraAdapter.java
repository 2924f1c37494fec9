package org.affectgpt.nn.lora;

import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.matrix.Linear.linear;
import static org.affectgpt.tensor.ops.matrix.Linear.linearPlus;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Adapter;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.tensor.Tensor;

/**
 * The low-rank update of one linear layer (Hu et al. 2021): {@code y += alpha / r · B A
 * dropout(x)}, A {@code [r, in]} Kaiming-uniform, B {@code [out, r]} zero.
 */
final class LoraAdapter implements Adapter {
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

  @Override
  public Map<String, Module> parts() {
    Map<String, Module> parts = new LinkedHashMap<>();
    parts.put("lora_A.default", a);
    parts.put("lora_B.default", b);
    parts.put("lora_dropout.default", dropout);
    return parts;
  }

  float scaling() {
    return scaling;
  }

  Tensor weightA() {
    return a.weight.value();
  }

  Tensor weightB() {
    return b.weight.value();
  }

  @Override
  public Tensor addTo(Tensor y, Tensor x) {
    Tensor down = linear(dropout.forward(x), weightA(), null); // [..., r]
    return linearPlus(scale(down, scaling), weightB(), null, y); // [..., out]
  }
}
