package org.affectgpt.io.pickle;

import static org.affectgpt.io.stored.LittleEndian.DOUBLE;
import static org.affectgpt.io.stored.LittleEndian.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.npy.NpyHeader;
import org.affectgpt.io.npy.NumpyType;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/** The names by which NumPy writes arrays and scalars, before and since NumPy 2. */
public final class NumpyGlobals {
  private NumpyGlobals() {}

  /** Adds the names; scalars become plain numbers and texts, arrays {@link NumpyValue}. */
  public static PickleGlobals addTo(PickleGlobals globals) {
    globals.constant("numpy.ndarray", "numpy.ndarray");
    globals.function("numpy.dtype", a -> new NumpyDtype(a.require(1, 3).text(0, 16)));
    for (String core : List.of("numpy.core.", "numpy._core.")) {
      globals.function(core + "multiarray._reconstruct", NumpyGlobals::reconstruct);
      globals.function(core + "multiarray.scalar", NumpyGlobals::scalar);
      globals.function(core + "numeric._frombuffer", NumpyGlobals::fromBuffer);
    }
    return globals;
  }

  private static Object reconstruct(PickleArguments a) {
    a.require(3, 3);
    return new NumpyValue();
  }

  private static Object fromBuffer(PickleArguments a) {
    a.require(4, 4);
    NumpyValue value = new NumpyValue();
    value.set(a.get(2), a.get(1), a.get(3, String.class).equals("F"), a.get(0));
    return value;
  }

  private static @Nullable Object scalar(PickleArguments a) {
    NumpyType type = a.require(2, 2).get(0, NumpyDtype.class).type();
    if (type.isObject()) {
      return a.get(1);
    }
    MemorySegment bytes = a.get(1, MemorySegment.class);
    StoredType number = type.number();
    if (number != null && !number.isComputed()) {
      return type.format();
    }
    if (bytes.byteSize() != type.bytes()) {
      throw new PickleException("has a NumPy scalar of " + bytes.byteSize() + " bytes");
    }
    if (number == null) {
      return texts(type, bytes).getFirst();
    }
    NpyHeader header = new NpyHeader(type, false, List.of());
    TensorEntry entry = header.numbers("scalar", bytes, Path.of(""), Arena.ofAuto());
    if (number == StoredType.BOOL) {
      return entry.toLongs()[0] != 0;
    }
    if (number == StoredType.F64) {
      return entry.data().get(DOUBLE, 0);
    }
    if (number == StoredType.U64) {
      return new BigInteger(Long.toUnsignedString(entry.data().get(LONG, 0)));
    }
    return number.isFloat() ? (Object) (double) entry.toFloats()[0] : entry.toLongs()[0];
  }

  private static List<String> texts(NumpyType type, MemorySegment bytes) {
    try {
      return type.texts(bytes);
    } catch (IllegalArgumentException e) {
      throw new PickleException(e.getMessage());
    }
  }
}
