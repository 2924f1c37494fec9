package org.affectgpt.test.fuzz;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.affectgpt.io.pickle.NumpyValue;
import org.affectgpt.io.pickle.PythonTuple;
import org.jspecify.annotations.Nullable;

/** Counts the values of a tree as any reader would walk it: recursively, shared parts again. */
record ValueWalk(Path file) {
  long size(@Nullable Object value) {
    long size = 1;
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        size += String.valueOf(entry.getKey()).length() + size(entry.getValue());
      }
    } else if (value instanceof Collection<?> items) {
      for (Object item : items) {
        size += size(item);
      }
    } else if (value instanceof PythonTuple tuple) {
      size += size(tuple.items());
    } else if (value instanceof NumpyValue array) {
      size += size(array.objects()) + array.shape().size();
      if (array.type().number() != null) {
        size += array.tensor("array", file).toFloats().length;
      } else if (!array.type().isObject()) {
        size += array.texts(file.toString()).size();
      }
    }
    return size;
  }
}
