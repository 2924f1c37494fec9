package org.affectgpt.tools.measure;

import java.util.function.Function;
import org.affectgpt.tensor.backend.Backend;

/**
 * Something to measure.
 *
 * @param bench the group it belongs to
 * @param name what is computed and its size; the peers read both from it
 * @param work done by one run
 * @param setup makes the operands and gives one run, which may be repeated
 */
public record Case(
    String bench, String name, Unit unit, double work, Function<Backend, Runnable> setup) {
  /** {@code bench/name}. */
  public String id() {
    return bench + "/" + name;
  }
}
