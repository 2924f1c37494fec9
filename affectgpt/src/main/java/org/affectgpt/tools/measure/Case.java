package org.affectgpt.tools.measure;

import java.util.function.Function;
import org.affectgpt.tensor.backend.Backend;

/**
 * Something to measure.
 *
 * @param bench the group it belongs to
 * @param name what is computed and its size; the peers read both from it
 * @param amount what one run does, in {@code unit}
 * @param work what one run needs of the machine, which says what bounds its time
 * @param setup makes the operands and gives one run, which may be repeated
 */
public record Case(
    String bench,
    String name,
    Unit unit,
    double amount,
    Function<Backend, Work> work,
    Function<Backend, Runnable> setup) {

  /** A case that counts its operations. */
  static Case operations(String bench, String name, Work work, Function<Backend, Runnable> setup) {
    return new Case(bench, name, Unit.FLOPS, work.flops(), b -> work, setup);
  }

  /** A case that counts the bytes of its operands and has few operations beside them. */
  static Case bytes(String bench, String name, double bytes, Function<Backend, Runnable> setup) {
    return new Case(bench, name, Unit.BYTES, bytes, b -> new Work(0, bytes), setup);
  }

  /** {@code bench/name}. */
  public String id() {
    return bench + "/" + name;
  }
}
