package org.affectgpt.io.decoder;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;

/**
 * The head of a model that says it is the embedding table. Weights may hold both: if they differ
 * the configuration is wrong, and both are used; if there is only a head, it is the table.
 */
final class TiedHead {
  private static final String TABLE = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";
  private static final int CHUNK = 1 << 16;

  private TiedHead() {}

  /** The weights with the head as the table where they hold no table. */
  static TensorSource table(TensorSource weights, Path path) {
    TensorEntry head = weights.find(HEAD);
    if (head == null || weights.find(TABLE) != null) {
      return weights;
    }
    Map<String, TensorEntry> all = new LinkedHashMap<>();
    weights.entries().forEach(e -> all.put(e.name(), e));
    all.put(TABLE, new TensorEntry(TABLE, head.type(), head.shape(), head.data(), head.file()));
    return new NamedTensors(path, all);
  }

  /** Whether there is a table, but no head. */
  static boolean lacks(TensorSource weights) {
    return weights.find(HEAD) == null && weights.find(TABLE) != null;
  }

  /** Whether both are there and differ. */
  static boolean isOwn(TensorSource weights) {
    TensorEntry head = weights.find(HEAD);
    TensorEntry table = weights.find(TABLE);
    return head != null && table != null && !same(head, table);
  }

  private static boolean same(TensorEntry a, TensorEntry b) {
    if (!a.shape().equals(b.shape())) {
      return false;
    }
    if (a.type() == b.type()) {
      return a.data().mismatch(b.data()) < 0;
    }
    float[] x = new float[CHUNK];
    float[] y = new float[CHUNK];
    for (long at = 0; at < a.elements(); at += CHUNK) {
      int n = (int) Math.min(CHUNK, a.elements() - at);
      a.toFloats(at, x, 0, n);
      b.toFloats(at, y, 0, n);
      for (int i = 0; i < n; i++) {
        if (x[i] != y[i]) {
          return false;
        }
      }
    }
    return true;
  }
}
