package org.affectgpt.io.template;

import org.affectgpt.io.template.value.Arguments;
import org.affectgpt.io.template.value.Value;

/** Makes a value of another. */
@FunctionalInterface
interface Filter {
  /**
   * @param value what stands before the bar
   * @param given what the filter's name is followed by
   */
  Value apply(Value value, Arguments given, Run run);
}
