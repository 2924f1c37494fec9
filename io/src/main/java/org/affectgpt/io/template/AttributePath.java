package org.affectgpt.io.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** The way to a member that filters are given: {@code 'function.name'}, {@code 'parts.0'}. */
final class AttributePath {
  private final List<Value> steps;
  private final Run run;
  private final @Nullable Value otherwise;

  private AttributePath(List<Value> steps, Run run, @Nullable Value otherwise) {
    this.steps = steps;
    this.run = run;
    this.otherwise = otherwise;
  }

  /**
   * @param path a name with dots, a number, or None for the value itself
   */
  static AttributePath of(Value path, Run run) {
    List<Value> steps = new ArrayList<>();
    if (path instanceof Text text) {
      for (String part : text.toString().split("\\.", -1)) {
        boolean number = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
        steps.add(number ? new Value.Int(new BigInteger(part)) : Text.of(part));
      }
    } else if (path != Value.None.NONE) {
      steps.add(path);
    }
    return new AttributePath(steps, run, null);
  }

  /** The same with a value for what is missing. */
  AttributePath or(Value value) {
    return new AttributePath(steps, run, value == Value.None.NONE ? null : value);
  }

  /** The member of a value. */
  Value of(Value value) {
    Value at = value;
    for (Value step : steps) {
      at = run.access().subscript(at, step);
      if (otherwise != null && at instanceof Value.Undefined) {
        at = otherwise;
      }
    }
    return at;
  }
}
