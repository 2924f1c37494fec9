package org.affectgpt.io.stored;

import static org.affectgpt.io.stored.LittleEndian.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.dtype.Half;

/** Copies of stored numbers in a wider format, in native memory. */
public final class Widening {
  private static final int CHUNK = 1 << 16;

  private Widening() {}

  /** What happens to values on their way, a run of them at a time. */
  @FunctionalInterface
  public interface Change {
    /** Changes the elements {@code from .. from + n} of the tensor in {@code values[0 .. n]}. */
    void apply(float[] values, long from, int n);
  }

  /** All values as BF16, rounded to nearest even; floats of 8 bits lose nothing. */
  public static MemorySegment toBf16(TensorEntry entry, Arena arena) {
    return toBf16(entry, arena, (values, from, n) -> {});
  }

  /** The same, changed before they are rounded. */
  public static MemorySegment toBf16(TensorEntry entry, Arena arena, Change change) {
    MemorySegment halves = arena.allocate(Math.max(2, 2 * entry.elements()), 64);
    float[] values = new float[(int) Math.min(CHUNK, entry.elements())];
    for (long at = 0; at < entry.elements(); at += CHUNK) {
      int n = (int) Math.min(CHUNK, entry.elements() - at);
      entry.toFloats(at, values, 0, n);
      change.apply(values, at, n);
      for (int i = 0; i < n; i++) {
        halves.set(SHORT, 2 * (at + i), Half.toBf16(values[i]));
      }
    }
    return halves.asSlice(0, 2 * entry.elements());
  }
}
