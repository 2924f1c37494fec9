package org.affectgpt.io.peft;

import static org.affectgpt.io.stored.LittleEndian.FLOAT;
import static org.affectgpt.io.stored.LittleEndian.SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.dtype.Half;

/**
 * Values in the number format of the base parameter whose place they take: PEFT copies them into a
 * module of the base's dtype, which rounds what is wider.
 */
public final class BaseFormat {
  private BaseFormat() {}

  /** The entry rounded to BF16 or F16 where the base has that; else the entry itself. */
  public static TensorEntry of(TensorEntry e, StoredType base, Arena arena) {
    boolean half = base == StoredType.BF16 || base == StoredType.F16;
    if (!half || e.type() == base) {
      return e;
    }
    float[] values = e.toFloats();
    MemorySegment data = arena.allocate(Math.max(2, 2L * values.length), 64);
    for (int i = 0; i < values.length; i++) {
      short bits = base == StoredType.BF16 ? Half.toBf16(values[i]) : Half.toF16(values[i]);
      data.set(SHORT, 2L * i, bits);
    }
    return new TensorEntry(
        e.name(), base, e.shape(), data.asSlice(0, 2L * values.length), e.file());
  }

  /** An F32 entry over values of one's own. */
  public static TensorEntry floats(
      String name, List<Long> shape, float[] values, Path file, Arena arena) {
    MemorySegment data = arena.allocate(Math.max(4, 4L * values.length), 64);
    MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
    return new TensorEntry(name, StoredType.F32, shape, data.asSlice(0, 4L * values.length), file);
  }
}
