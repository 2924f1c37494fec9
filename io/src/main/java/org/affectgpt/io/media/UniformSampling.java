package org.affectgpt.io.media;

/** AffectGPT's choice of frames from a clip (its {@code load_video} and {@code load_face}). */
public final class UniformSampling {
  private UniformSampling() {}

  /**
   * The frames taken from a clip of {@code total} frames: {@code floor(i * (total / k))} for {@code
   * k = min(n, total)}, in double precision as {@code numpy.arange} computes it; a shorter clip
   * repeats its last frame until there are {@code n}.
   */
  public static int[] indices(int total, int n) {
    if (total < 1 || n < 1) {
      throw new IllegalArgumentException("total and n must be positive: " + total + ", " + n);
    }
    int k = Math.min(n, total);
    double step = (double) total / k;
    int[] indices = new int[n];
    for (int i = 0; i < n; i++) {
      indices[i] = i < k ? (int) (i * step) : indices[k - 1];
    }
    return indices;
  }
}
