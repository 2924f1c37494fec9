package org.affectgpt.tools.measure;

/**
 * The roof that bounds a case.
 *
 * @param name what it is a share of: {@code peak} of multiply-adds, or {@code reading}
 * @param roof passes over it
 * @param passes of the roof that take as long as the case would under it, often a fraction
 */
public record Bound(String name, Stopwatch roof, double passes) {
  /** Seconds that a run would take if nothing but the roof held it up, measured now. */
  public double seconds() {
    return roof.turn() * passes;
  }
}
