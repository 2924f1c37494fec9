package org.affectgpt.tools.measure;

/** What a case is counted in. */
public enum Unit {
  /** Floating-point operations; a multiply-add is two. */
  FLOPS("gflops", "GFLOP/s", 1e9),
  /** Bytes of operands, each read or written once. */
  BYTES("gbps", "GB/s", 1e9),
  /** Tokens. */
  TOKENS("tokens_per_s", "tokens/s", 1);

  private final String key;
  private final String label;
  private final double scale;

  Unit(String key, String label, double scale) {
    this.key = key;
    this.label = label;
    this.scale = scale;
  }

  /** The name of the rate. */
  public String key() {
    return key;
  }

  /** The rate's unit for people. */
  public String label() {
    return label;
  }

  /** The rate of {@code amount} done in {@code seconds}. */
  public double rate(double amount, double seconds) {
    return amount / seconds / scale;
  }
}
