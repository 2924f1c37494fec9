package org.affectgpt.nn.lora;

import static org.affectgpt.tensor.ops.matrix.MatMul.matmul;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;

/** Attaching, naming and merging adapters over a whole model. */
public final class Lora {
  private static final String PREFIX = "base_model.model.";
  private static final Pattern FACTOR =
      Pattern.compile("(.*\\.lora_[AB])(?:\\.[^.]+)?\\.(weight|bias)");
  private static final Pattern MAGNITUDE =
      Pattern.compile("(.*\\.lora_magnitude_vector)(?:\\.[^.]+)??(?:\\.weight)?");

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
        (name, linear) -> linear.attach(new LoraAdapter(init.child(name), config, name, linear)));
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
    return name.contains(".lora_A.")
        || name.contains(".lora_B.")
        || name.contains(".lora_magnitude_vector.");
  }

  /** The name under which an adapter file of PEFT holds the parameter {@code name}. */
  public static String fileName(String name) {
    return PREFIX
        + name.replace(".lora_magnitude_vector.default.weight", ".lora_magnitude_vector")
            .replace(".lora_A.default.", ".lora_A.")
            .replace(".lora_B.default.", ".lora_B.");
  }

  /**
   * The parameter name for a name in an adapter file of PEFT, whichever adapter it was saved as. A
   * name of something else loses PEFT's prefix only.
   */
  public static String parameterName(String fileName) {
    String n = fileName.startsWith(PREFIX) ? fileName.substring(PREFIX.length()) : fileName;
    Matcher factor = FACTOR.matcher(n);
    if (factor.matches()) {
      return factor.group(1) + ".default." + factor.group(2);
    }
    Matcher magnitude = MAGNITUDE.matcher(n);
    return magnitude.matches() ? magnitude.group(1) + ".default.weight" : n;
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
    float[] factors = lora.rowFactors().map(Tensor::toFloats).orElse(null);
    lora.biasB().ifPresent(bias -> mergeBias(linear, lora.scaling(), bias.toFloats()));
    linear.detach();
    float[] update = matmul(lora.weightB().detach(), lora.weightA().detach()).toFloats();
    float[] merged = linear.weight().value().toFloats();
    for (int i = 0; i < merged.length; i++) {
      merged[i] += lora.scaling() * update[i];
      if (factors != null) {
        merged[i] *= factors[i / linear.in()];
      }
    }
    Tensor base = linear.weight().value();
    linear.assign("weight", Tensor.of(base.backend(), merged, base.shape().dims()));
  }

  private static void mergeBias(Linear linear, float scaling, float[] added) {
    Tensor bias =
        linear
            .bias()
            .orElseThrow(
                () -> new InputException("the bias of an adapter has no bias to be added to"))
            .value();
    float[] merged = bias.toFloats();
    for (int i = 0; i < merged.length; i++) {
      merged[i] += scaling * added[i];
    }
    bias.set(merged);
  }
}
