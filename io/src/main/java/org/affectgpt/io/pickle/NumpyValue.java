package org.affectgpt.io.pickle;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.npy.NpyHeader;
import org.affectgpt.io.npy.NumpyType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** A NumPy array in a stream: numbers, texts, or Python objects. Its state comes in a tuple. */
public final class NumpyValue implements PickleState {
  private @Nullable NpyHeader header;
  private MemorySegment data = MemorySegment.ofArray(new byte[0]);
  private List<?> objects = List.of();

  /** {@code (version, shape, dtype, is Fortran order, bytes or list of objects)}. */
  @Override
  public void set(@Nullable Object state) {
    List<?> parts = PickleArguments.items(state, "the state of an array");
    if (parts.size() != 5 || !(parts.get(3) instanceof Boolean fortran)) {
      throw new PickleException("has an array with an unknown kind of state");
    }
    set(parts.get(1), parts.get(2), fortran, parts.get(4));
  }

  void set(
      @Nullable Object shape, @Nullable Object dtype, boolean fortran, @Nullable Object values) {
    if (!(dtype instanceof NumpyDtype type)) {
      throw new PickleException("has an array without a dtype");
    }
    List<Long> sizes = PickleArguments.sizes(shape, "the shape of an array");
    NpyHeader made = new NpyHeader(type.type(), fortran && sizes.size() > 1, sizes);
    try {
      if (type.type().isObject()) {
        objects = PickleArguments.items(values, "the items of an array");
        long count = NpyHeader.elements(sizes);
        if (made.fortran() || count != objects.size()) {
          throw new PickleException("has an array of objects that do not fill its shape");
        }
      } else {
        data = bytes(values);
        made.requireBytes(data.byteSize());
      }
    } catch (IllegalArgumentException e) {
      throw new PickleException("has an array that " + e.getMessage());
    }
    header = made;
  }

  private static MemorySegment bytes(@Nullable Object values) {
    if (values instanceof MemorySegment bytes) {
      return bytes;
    }
    throw new PickleException("has an array with " + PickleArguments.describe(values));
  }

  private NpyHeader header() {
    NpyHeader made = header;
    if (made == null) {
      throw new PickleException("has an array that it does not finish");
    }
    return made;
  }

  /** The element type. */
  public NumpyType type() {
    return header().type();
  }

  /** The dimensions. */
  public List<Long> shape() {
    return header().shape();
  }

  /** The items of an array of Python objects, in row-major order; else none. */
  public List<?> objects() {
    header();
    return objects;
  }

  /**
   * The texts of an array of texts, in row-major order.
   *
   * @throws InputException naming {@code where} if it is another kind of array, or damaged
   */
  public List<String> texts(String where) {
    if (header().fortran()) {
      throw new InputException(where + ": holds texts in Fortran order, which are not read");
    }
    try {
      return type().texts(data);
    } catch (IllegalArgumentException e) {
      throw new InputException(where + ": " + e.getMessage(), e);
    }
  }

  /**
   * The numbers of an array of numbers.
   *
   * @throws InputException if it is another kind of array
   */
  public TensorEntry tensor(String name, Path file) {
    try {
      return header().numbers(name, data, file, Arena.ofAuto());
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": array '" + name + "' " + e.getMessage(), e);
    }
  }
}
