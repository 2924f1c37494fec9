package org.affectgpt.infer.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.affectgpt.io.peft.BaseWeights;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A loaded decoder as the base of an adapter. */
record DecoderBase(CausalLm decoder) implements BaseWeights {
  @Override
  public boolean tied() {
    return !decoder.hasOwnHead();
  }

  @Override
  public Set<String> linearLayers() {
    Set<String> layers = new LinkedHashSet<>();
    decoder.visit(
        (name, module) -> {
          if (module instanceof Linear) {
            layers.add(name);
          }
        });
    return layers;
  }

  @Override
  public Set<String> names() {
    return decoder.parameters().keySet();
  }

  @Override
  public @Nullable Weight find(String name) {
    Parameter p = decoder.parameters().get(name);
    if (p == null) {
      return null;
    }
    Tensor value = p.value();
    List<Long> shape = IntStream.of(p.shape().dims()).asLongStream().boxed().toList();
    StoredType type = StoredType.of(value.dtype().name());
    return new Weight(type == null ? StoredType.F32 : type, shape, value::toFloats);
  }
}
