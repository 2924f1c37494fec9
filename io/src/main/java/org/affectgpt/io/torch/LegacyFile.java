package org.affectgpt.io.torch;

import static org.affectgpt.io.stored.LittleEndian.i64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.affectgpt.io.pickle.PersistentIds;
import org.affectgpt.io.pickle.PickleException;
import org.affectgpt.io.pickle.PickleGlobals;
import org.affectgpt.io.pickle.PickleSequence;
import org.affectgpt.io.pickle.PythonTuple;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code torch.save} before PyTorch 1.6, or with {@code
 * _use_new_zipfile_serialization=False}: pickles of a magic number, the protocol, the machine and
 * the value, then one of the storages' keys, then each storage as its length and its bytes ({@code
 * torch/serialization.py:_legacy_load}). The value is pickled before anything says where its
 * storages lie, so it is read twice: once for the storages it names, once with their bytes.
 */
final class LegacyFile {
  /** What the file begins with: a pickled number of 10 bytes. */
  private static final byte[] MAGIC = {
    (byte) 0x8a, 0x0a, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8
  };

  private static final BigInteger MAGIC_NUMBER = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final String where;
  private final MemorySegment all;
  private final Map<String, Named> named = new LinkedHashMap<>();
  private final Map<String, MemorySegment> storages = new HashMap<>();

  /** A storage as the value names it. */
  private record Named(long elements, int elementBytes) {
    long bytes() {
      return elements * elementBytes;
    }
  }

  private LegacyFile(String where, MemorySegment all) {
    this.where = where;
    this.all = all;
  }

  static boolean is(MemorySegment all) {
    return startsWith(all, 0) || startsWith(all, 2);
  }

  private static boolean startsWith(MemorySegment all, long at) {
    return all.byteSize() >= at + MAGIC.length
        && Arrays.equals(all.asSlice(at, MAGIC.length).toArray(ValueLayout.JAVA_BYTE), MAGIC);
  }

  /**
   * What was saved.
   *
   * @throws InputException naming the file when it is damaged or asks for anything but tensors and
   *     plain containers
   */
  static @Nullable Object read(String where, MemorySegment all) {
    return new LegacyFile(where, all).read();
  }

  private @Nullable Object read() {
    PickleSequence pickles = new PickleSequence(where, all);
    PickleGlobals plain = PickleGlobals.plain();
    Object magic = pickles.next(plain, PersistentIds.none());
    Object protocol = pickles.next(plain, PersistentIds.none());
    if (!MAGIC_NUMBER.equals(magic) || !Long.valueOf(PROTOCOL).equals(protocol)) {
      throw new InputException(
          where + ": is a file of PyTorch's old format in an unknown version (" + protocol + ")");
    }
    pickles.next(plain, PersistentIds.none());
    long value = pickles.position();
    pickles.next(TorchGlobals.all(), this::standIn);
    Object keys = pickles.next(plain, PersistentIds.none());
    place(keys, pickles.position());
    pickles.seek(value);
    return pickles.next(TorchGlobals.all(), this::storage);
  }

  /** Notes a storage; nothing is read from what is given in its place. */
  private Object standIn(@Nullable Object id) {
    List<?> parts = parts(id);
    String key = (String) Objects.requireNonNull(parts.get(2));
    TorchDtype dtype = TorchStorages.dtype(parts.get(1));
    long elements = (Long) Objects.requireNonNull(parts.get(4));
    int size = bytes(dtype);
    if (elements < 0 || elements > all.byteSize() / size) {
      throw new PickleException("refers to a storage of " + elements + " elements (truncated?)");
    }
    Named known = named.putIfAbsent(key, new Named(elements, size));
    if (known != null && known.bytes() != elements * size) {
      throw new PickleException("gives one storage two sizes");
    }
    return view(parts, dtype, all.asSlice(0, elements * size));
  }

  private Object storage(@Nullable Object id) {
    List<?> parts = parts(id);
    MemorySegment data = storages.get(parts.get(2));
    TorchDtype dtype = TorchStorages.dtype(parts.get(1));
    if (data == null) {
      throw new PickleException("refers to a storage that is not in the file");
    }
    return view(parts, dtype, data);
  }

  /** Of an element; a storage without a format counts its bytes. */
  private static int bytes(@Nullable TorchDtype dtype) {
    return dtype == null ? 1 : dtype.bytes();
  }

  /** {@code ('storage', class, key, device, elements, None or (key, offset, elements))}. */
  private static List<?> parts(@Nullable Object id) {
    if (id instanceof PythonTuple tuple) {
      List<?> parts = tuple.items();
      boolean fits =
          parts.size() >= 5
              && "storage".equals(parts.get(0))
              && parts.get(2) instanceof String
              && parts.get(4) instanceof Long;
      if (fits) {
        return parts;
      }
      if (!parts.isEmpty() && "module".equals(parts.get(0))) {
        throw new PickleException(
            "holds a whole module, not weights; save its state_dict() instead");
      }
    }
    throw new PickleException("refers to something that is no storage");
  }

  /** A part of a storage, where the value names one. */
  private static TorchStorage view(List<?> parts, @Nullable TorchDtype dtype, MemorySegment data) {
    if (parts.size() < 6 || parts.get(5) == null) {
      return new TorchStorage(dtype, data);
    }
    if (parts.get(5) instanceof PythonTuple view
        && view.items().size() == 3
        && view.items().get(1) instanceof Long offset
        && view.items().get(2) instanceof Long elements) {
      int size = bytes(dtype);
      long length = data.byteSize() / size;
      if (offset >= 0 && elements >= 0 && offset <= length && elements <= length - offset) {
        return new TorchStorage(dtype, data.asSlice(offset * size, elements * size));
      }
    }
    throw new PickleException("has a view that reaches beyond its storage");
  }

  /** Finds the bytes of every storage: in the order of the keys, each after its length. */
  private void place(@Nullable Object keys, long begin) {
    if (!(keys instanceof List<?> list)) {
      throw new InputException(where + ": is damaged: it does not list its storages");
    }
    long at = begin;
    for (Object key : list) {
      Named storage = key instanceof String text ? named.get(text) : null;
      if (storage == null) {
        throw new InputException(where + ": is damaged: it lists a storage that no tensor has");
      }
      if (at > all.byteSize() - 8
          || i64(all, at) != storage.elements
          || storage.bytes() > all.byteSize() - at - 8) {
        throw new InputException(
            where
                + ": is damaged: a storage of "
                + storage.elements
                + " elements is not at byte "
                + at
                + " of "
                + all.byteSize()
                + " (truncated?)");
      }
      storages.put((String) key, all.asSlice(at + 8, storage.bytes()));
      at += 8 + storage.bytes();
    }
  }
}
