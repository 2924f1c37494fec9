package org.affectgpt.tensor.conformance;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * The operands of a call in the memory of one backend. What a kernel may not read is NaN, what it
 * must write is NaN too, and what it may not write is {@link #GUARD}.
 */
final class BoundOperands {
  /** Guarded elements behind an operand: more than any vector or unrolled loop takes at once. */
  private static final int TRAIL = 67;

  /** A value that types of 16 bits have too. */
  private static final float GUARD = 1232;

  private static final int INT_GUARD = 0x7f7f7f7f;
  private static final int INT_POISON = -123_456_789;

  private final Backend backend;
  private final Map<Operand, Bound> bound = new IdentityHashMap<>();

  /** A view, the storage that it lies in, and what that held before the call, as bits. */
  private record Bound(View view, int[] before) {}

  BoundOperands(Backend backend, Iterable<Operand> operands) {
    this.backend = backend;
    for (Operand o : operands) {
      bound.put(o, bind(o));
    }
  }

  /** The operand for the kernel. */
  View of(Operand operand) {
    return bound(operand).view;
  }

  /** The operand for the kernel, or null for one that the call does without. */
  @Nullable View orNull(@Nullable Operand operand) {
    return operand == null ? null : of(operand);
  }

  /**
   * The operand's bits after the call; those of bfloat16 widened.
   *
   * @throws AssertionError when anything outside of what may be written was written
   */
  int[] after(Operand operand) {
    Bound b = bound(operand);
    if (operand.values() instanceof StoredWeight) {
      return new int[0];
    }
    int[] after = read(operand, b.view, b.before.length);
    boolean[] mask = operand.spans().mask();
    for (int i = 0; i < after.length; i++) {
      int at = i - operand.lead();
      boolean inside = at >= 0 && at < mask.length && mask[at];
      if (!(inside && operand.written()) && after[i] != b.before[i]) {
        throw new AssertionError(
            operand.name()
                + (inside
                    ? " is an input, but element "
                    : " was written outside of its view: element ")
                + at
                + (inside ? " was written" : ""));
      }
    }
    return Arrays.copyOfRange(after, operand.lead(), operand.lead() + mask.length);
  }

  private Bound bound(Operand operand) {
    Bound b = bound.get(operand);
    if (b == null) {
      throw new IllegalArgumentException(operand.name() + " is not an operand of this call");
    }
    return b;
  }

  private Bound bind(Operand o) {
    if (o.values() instanceof StoredWeight w) {
      return new Bound(new View(w.storage(backend), o.lead()), new int[0]);
    }
    int length = o.lead() + o.length() + TRAIL;
    Storage storage = backend.empty(o.dtype(), length);
    View all = new View(storage, 0);
    int[] image;
    if (o.dtype() == DType.I32) {
      image = ints(o, length);
      backend.upload(image, 0, all, length);
    } else {
      float[] floats = floats(o, length);
      backend.upload(floats, 0, all, length);
      image = bits(floats);
    }
    return new Bound(new View(storage, o.lead()), image);
  }

  private static float[] floats(Operand o, int length) {
    float[] image = new float[length];
    Arrays.fill(image, o.written() ? GUARD : Float.NaN);
    boolean[] mask = o.spans().mask();
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        image[o.lead() + i] = o.values() instanceof float[] v ? v[i] : Float.NaN;
      }
    }
    return image;
  }

  private static int[] ints(Operand o, int length) {
    int[] image = new int[length];
    Arrays.fill(image, INT_GUARD);
    for (int i = 0; i < o.length(); i++) {
      image[o.lead() + i] = o.values() instanceof int[] v ? v[i] : INT_POISON;
    }
    return image;
  }

  private int[] read(Operand o, View view, int length) {
    View all = new View(view.storage(), 0);
    if (o.dtype() == DType.I32) {
      int[] bits = new int[length];
      backend.download(all, bits, 0, length);
      return bits;
    }
    float[] values = new float[length];
    backend.download(all, values, 0, length);
    return bits(values);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
