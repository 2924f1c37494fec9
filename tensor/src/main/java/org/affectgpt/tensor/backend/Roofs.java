package org.affectgpt.tensor.backend;

/**
 * The two roofs under which every kernel of a device runs (roofline model, Williams et al. 2009):
 * how fast it reads memory and how fast it multiplies and adds. Both are measured, not looked up,
 * by passes that do nothing else; the caller holds the clock.
 */
public interface Roofs {
  /**
   * A pass over one roof.
   *
   * @param amount bytes that a pass reads, or floating-point operations that it does (a
   *     multiply-add is two)
   */
  record Roof(double amount, Runnable pass) {}

  /** Reads memory that no cache holds: more than half a gigabyte, which it keeps. */
  Roof reading();

  /**
   * Reads the memory in which stored weights lie.
   *
   * @param weights several times as large as the caches to mean anything
   */
  Roof reading(View weights);

  /** Fused multiply-adds of F32 in registers, with all of the device. */
  Roof multiplyAdds();
}
