package org.affectgpt.tensor.cpu.memory;

import org.jspecify.annotations.Nullable;

/**
 * A float buffer for one purpose, of which every thread has its own. Kernels reuse it from call to
 * call: it grows when a call needs more, and holds whatever an earlier call left in it.
 */
public final class Scratch {
  private final ThreadLocal<float @Nullable []> buffer = new ThreadLocal<>();

  /** The buffer of the current thread, at least {@code length} long. */
  public float[] get(int length) {
    float[] floats = buffer.get();
    if (floats == null || floats.length < length) {
      floats = new float[length + (length >> 2)];
      buffer.set(floats);
    }
    return floats;
  }
}
