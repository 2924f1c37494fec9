package org.affectgpt.io.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.pickle.PickleException;
import org.affectgpt.io.pickle.PythonTuple;
import org.affectgpt.io.zip.ZipMember;
import org.jspecify.annotations.Nullable;

/** Finds the storages that a pickle names by {@code ('storage', class, key, device, elements)}. */
final class TorchStorages {
  private static final int MAX_KEY = 100;

  private final Map<String, ZipMember> members;
  private final String folder;
  private final Map<String, TorchStorage> found = new HashMap<>();

  TorchStorages(Map<String, ZipMember> members, String folder) {
    this.members = members;
    this.folder = folder;
  }

  Object find(@Nullable Object id) {
    if (!(id instanceof PythonTuple tuple)) {
      throw new PickleException("refers to something that is no storage");
    }
    List<?> parts = tuple.items();
    if (parts.size() < 5
        || !"storage".equals(parts.get(0))
        || !(parts.get(2) instanceof String key)
        || key.length() > MAX_KEY
        || !(parts.get(4) instanceof Long elements)) {
      throw new PickleException("refers to something that is no storage");
    }
    TorchDtype dtype = dtype(parts.get(1));
    int size = dtype == null ? 1 : dtype.bytes();
    ZipMember member = members.get(folder + "data/" + key);
    if (member == null) {
      throw new PickleException("refers to a storage that is not in the archive");
    }
    long bytes = member.stored().byteSize();
    if (elements < 0 || elements > bytes / size) {
      throw new PickleException(
          "expects "
              + elements
              + " elements of "
              + (dtype == null ? "1 byte" : dtype.name())
              + " in "
              + member.name()
              + ", which has "
              + bytes
              + " bytes");
    }
    return found.computeIfAbsent(
        key + " " + (dtype == null ? "" : dtype.name()) + " " + elements,
        k -> new TorchStorage(dtype, member.stored().asSlice(0, elements * size)));
  }

  static @Nullable TorchDtype dtype(@Nullable Object storageClass) {
    if (storageClass instanceof TorchGlobals.StorageClass typed) {
      return typed.dtype();
    }
    if (TorchGlobals.UNTYPED.equals(storageClass)) {
      return null;
    }
    throw new PickleException("refers to a storage of an unknown class");
  }
}
