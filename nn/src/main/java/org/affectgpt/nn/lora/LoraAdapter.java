package org.affectgpt.nn.lora;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.matrix.Linear.linear;
import static org.affectgpt.tensor.ops.matrix.Linear.linearPlus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Adapter;
import org.affectgpt.nn.layer.Dropout;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The low-rank update of one linear layer (Hu et al. 2021): {@code y += alpha / r · B A
 * dropout(x)}, A {@code [r, in]} Kaiming-uniform, B {@code [out, r]} zero; in PEFT's variants with
 * a bias of B, or with the magnitudes of DoRA.
 */
final class LoraAdapter implements Adapter {
  private final Factor a;
  private final Factor b;
  private final Dropout dropout;
  private final float scaling;
  private final @Nullable RowMagnitudes magnitudes;

  /** One of the two matrices. */
  static final class Factor extends Module {
    private final Parameter weight;
    private final @Nullable Parameter bias;

    Factor(Init init, Fill fill, int rows, int columns, boolean hasBias) {
      weight = register("weight", init.matrix("weight", fill, rows, columns));
      bias = hasBias ? register("bias", init.vector("bias", Fill.zeros(), rows)) : null;
    }
  }

  /**
   * @param layer full name of the layer that it belongs to
   */
  LoraAdapter(Init init, LoraConfig config, String layer, Linear base) {
    int rank = config.rank(layer);
    boolean biased = config.variant() == LoraConfig.Variant.BIASED;
    Fill fill = Fill.kaimingUniform(base.in());
    a = new Factor(init.child("lora_A"), fill, rank, base.in(), false);
    b = new Factor(init.child("lora_B"), Fill.zeros(), base.out(), rank, biased);
    dropout = new Dropout(config.dropout());
    scaling = config.scaling(layer);
    magnitudes =
        config.variant() == LoraConfig.Variant.DORA
            ? new RowMagnitudes(init.child("lora_magnitude_vector"), base)
            : null;
  }

  @Override
  public Map<String, Module> parts() {
    Map<String, Module> parts = new LinkedHashMap<>();
    parts.put("lora_A.default", a);
    parts.put("lora_B.default", b);
    parts.put("lora_dropout.default", dropout);
    if (magnitudes != null) {
      parts.put("lora_magnitude_vector.default", magnitudes);
    }
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

  Optional<Tensor> biasB() {
    return Optional.ofNullable(b.bias).map(Parameter::value);
  }

  /** What every row of the sum of base and update is multiplied by; empty for nothing. */
  Optional<Tensor> rowFactors() {
    return Optional.ofNullable(magnitudes).map(m -> m.factors(this));
  }

  @Override
  public Tensor addTo(Tensor y, Tensor x) {
    Tensor down = linear(dropout.forward(x), weightA(), null); // [..., r]
    Tensor bias = biasB().map(v -> scale(v, scaling)).orElse(null);
    Tensor sum = linearPlus(scale(down, scaling), weightB(), bias, y); // [..., out]
    RowMagnitudes m = magnitudes;
    if (m == null) {
      return sum;
    }
    Tensor scaled = mul(sum, m.factors(this)); // [..., out]
    return m.biasBack(this).map(v -> add(scaled, v)).orElse(scaled);
  }
}
