package org.affectgpt.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.nn.Parameter;

/** Which parameters a run trains (the original's {@code affectgpt.py:AffectGPT.__init__}). */
final class Trainables {
  private Trainables() {}

  /**
   * Turns gradients on for the fusions and the adapters, and for the whole decoder when asked.
   *
   * @return the trained parameters by name
   */
  static Map<String, Parameter> choose(AffectGptModel model, boolean decoder) {
    Map<String, Parameter> chosen = new LinkedHashMap<>();
    model
        .parameters()
        .forEach(
            (name, p) -> {
              boolean adapter = name.contains(".lora_A.") || name.contains(".lora_B.");
              boolean own = !name.startsWith("llama_model.");
              boolean train = own || adapter || decoder;
              p.trainable(train);
              if (train) {
                chosen.put(name, p);
              }
            });
    return chosen;
  }
}
