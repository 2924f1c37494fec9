package org.affectgpt.nn.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.Parameter;

/**
 * Parameters that share hyper-parameters.
 *
 * @param parameters by full name
 * @param weightDecay decoupled decay, times the learning rate
 * @param lrScale factor on the learning rate of a step
 */
public record ParameterGroup(
    Map<String, Parameter> parameters, double weightDecay, double lrScale) {
  public ParameterGroup {
    parameters = new LinkedHashMap<>(parameters);
  }

  /**
   * AffectGPT's two groups: matrices decay; vectors, and names that contain {@code bias}, {@code
   * ln} or {@code bn}, do not.
   */
  public static List<ParameterGroup> byDecay(Map<String, Parameter> all, double weightDecay) {
    Map<String, Parameter> decay = new LinkedHashMap<>();
    Map<String, Parameter> plain = new LinkedHashMap<>();
    all.forEach((name, p) -> (isPlain(name, p) ? plain : decay).put(name, p));
    return List.of(new ParameterGroup(decay, weightDecay, 1), new ParameterGroup(plain, 0, 1));
  }

  private static boolean isPlain(String name, Parameter p) {
    return p.shape().rank() < 2
        || name.contains("bias")
        || name.contains("ln")
        || name.contains("bn");
  }
}
