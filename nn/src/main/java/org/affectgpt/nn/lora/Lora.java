package org.affectgpt.nn.lora;

import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;

/** Attaching, naming and merging adapters over a whole model. */
public final class Lora {
  private static final String SLOT = ".default.weight";

  private Lora() {}

  /**
   * Freezes {@code model} and gives every targeted linear layer a trainable adapter.
   *
   * @return number of layers that got one
   */
  public static int attach(Module model, LoraConfig config, Init init) {
    model.freeze();
    Map<String, Linear> targets = new LinkedHashMap<>();
    model.visit(
        (name, m) -> {
          if (m instanceof Linear linear && config.targets().matches(name)) {
            targets.put(name, linear);
          }
        });
    if (targets.isEmpty()) {
      throw new InputException("LoRA targets " + config.targets() + " match no layer of the model");
    }
    targets.forEach(
        (name, linear) ->
            linear.attach(
                new LoraAdapter(init.child(name), config, name, linear.in(), linear.out())));
    return targets.size();
  }

  /** The parameters of all adapters of {@code model}, by full name. */
  public static Map<String, Parameter> parameters(Module model) {
    Map<String, Parameter> all = new LinkedHashMap<>(model.parameters());
    all.keySet().removeIf(n -> !isAdapter(n));
    return all;
  }

  /** Whether a parameter of this full name belongs to an adapter. */
  public static boolean isAdapter(String name) {
    return name.contains(".lora_A.") || name.contains(".lora_B.");
  }

  /** The name under which an adapter file of PEFT holds the parameter {@code name}. */
  public static String fileName(String name) {
    return "base_model.model." + name.replace(SLOT, ".weight");
  }

  /** The parameter name for a name in an adapter file of PEFT. */
  public static String parameterName(String fileName) {
    String n = fileName.startsWith("base_model.model.") ? fileName.substring(17) : fileName;
    boolean slotted = n.endsWith(SLOT);
    return slotted ? n : n.replaceFirst("(lora_[AB])\\.weight$", "$1" + SLOT);
  }

  /** Adds every update to its base weight, W += alpha / r · B A, and removes the adapters. */
  public static void merge(Module model) {
    Map<Linear, LoraAdapter> adapted = new LinkedHashMap<>();
    model.visit(
        (name, m) -> {
          if (m instanceof Linear l && l.adapter().orElse(null) instanceof LoraAdapter lora) {
            adapted.put(l, lora);
          }
        });
    adapted.forEach(Lora::merge);
  }

  private static void merge(Linear linear, LoraAdapter lora) {
    linear.detach();
    float[] update = matmul(lora.weightB().detach(), lora.weightA().detach()).toFloats();
    float[] merged = linear.weight().value().toFloats();
    for (int i = 0; i < merged.length; i++) {
      merged[i] += lora.scaling() * update[i];
    }
    Tensor base = linear.weight().value();
    linear.assign("weight", Tensor.of(base.backend(), merged, base.shape().dims()));
  }
}
