package org.affectgpt.tensor.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.affectgpt.tensor.backend.Storage;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;

/** A backend's own methods: memory, its scopes, and the way to it and back. */
final class BackendCases {
  private BackendCases() {}

  /** A check of one backend. */
  private record MemoryCase(String kernel, String what, Check check) implements ConformanceCase {
    @Override
    public String name() {
      return kernel + "[" + what + "]";
    }

    @Override
    public void check(BackendPair backends) {
      try {
        check.run(backends.many());
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(name() + " on " + backends.many().name() + ": " + e, e);
      }
    }
  }

  @FunctionalInterface
  private interface Check {
    void run(Backend backend);
  }

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    all.add(
        new MemoryCase(
            "backend.description", "of one line, with figures of memory", BackendCases::describes));
    for (int n : new int[] {0, 1, 17, 4099}) {
      all.add(new MemoryCase("backend.upload", "F32 n=" + n, b -> floats(b, n)));
      all.add(new MemoryCase("backend.upload", "I32 n=" + n, b -> ints(b, n)));
      all.add(new MemoryCase("backend.allocate", "zeros n=" + n, b -> zeros(b, n)));
    }
    all.add(
        new MemoryCase(
            "backend.upload",
            "BF16 to the nearest, ties to even",
            b ->
                rounds(b, DType.BF16, 1.00390625f, 1, 1.01171875f, 1.015625f, 0.1f, 0.100097656f)));
    all.add(
        new MemoryCase(
            "backend.upload",
            "F16 to the nearest, ties to even",
            b ->
                rounds(
                    b,
                    DType.F16,
                    1.00048828125f,
                    1,
                    1.00146484375f,
                    1.001953125f,
                    70_000,
                    Float.POSITIVE_INFINITY)));
    for (DType type : DType.values()) {
      if (type != DType.I32) {
        all.add(new MemoryCase("backend.download", "spans of " + type, b -> spans(b, type)));
      }
      if (type.rowGroup() == 1) {
        all.add(new MemoryCase("backend.empty", type.toString(), b -> empty(b, type)));
      }
    }
    all.add(new MemoryCase("backend.scope", "ends what it owns", BackendCases::scopeEnds));
    all.add(new MemoryCase("backend.scope", "nests", BackendCases::scopesNest));
    all.add(new MemoryCase("backend.keepWith", "outlives its scope", BackendCases::kept));
    all.add(new MemoryCase("backend.free", "ends at once", BackendCases::freed));
    return all;
  }

  private static void describes(Backend b) {
    assertFalse(b.name().isBlank());
    assertFalse(b.description().isBlank());
    assertEquals(1, b.description().lines().count());
    assertFalse(b.memory().inUse() < 0);
    assertFalse(b.memory().limit() <= 0);
    b.synchronize();
  }

  private static void floats(Backend b, int n) {
    float[] from = new float[n + 5];
    for (int i = 0; i < from.length; i++) {
      from[i] = i - 0.1f;
    }
    View v = new View(b.allocate(DType.F32, n + 4L), 3);
    b.upload(from, 2, v, n);
    float[] to = new float[n + 3];
    b.download(v, to, 1, n);
    float[] expected = new float[n + 3];
    System.arraycopy(from, 2, expected, 1, n);
    assertArrayEquals(expected, to);
    assertEquals(0f, floats(b, v.storage(), n + 4)[2], "in front");
    assertEquals(0f, floats(b, v.storage(), n + 4)[n + 3], "behind");
  }

  /**
   * @param pairs values and what the type has for them
   */
  private static void rounds(Backend b, DType type, float... pairs) {
    int n = pairs.length / 2;
    float[] values = new float[n + 2];
    float[] expected = new float[n + 3];
    for (int i = 0; i < n; i++) {
      values[i + 1] = pairs[2 * i];
      expected[i + 2] = pairs[2 * i + 1];
    }
    values[n + 1] = Float.NaN;
    expected[n + 2] = Float.NaN;
    Storage s = b.allocate(type, n + 3);
    b.upload(values, 1, new View(s, 2), n + 1);
    assertArrayEquals(expected, floats(b, s, n + 3));
  }

  private static void ints(Backend b, int n) {
    int[] from = new int[n + 5];
    Arrays.setAll(from, i -> Integer.MAX_VALUE - i);
    View v = new View(b.allocate(DType.I32, n + 4L), 3);
    b.upload(from, 2, v, n);
    int[] to = new int[n + 3];
    b.download(v, to, 1, n);
    int[] expected = new int[n + 3];
    System.arraycopy(from, 2, expected, 1, n);
    assertArrayEquals(expected, to);
  }

  /** Memory that a scope had before is zero again. */
  private static void zeros(Backend b, int n) {
    for (int step = 0; step < 3; step++) {
      try (MemoryScope scope = b.scope()) {
        Storage s = b.allocate(DType.F32, n);
        assertEquals(n, s.length());
        assertArrayEquals(new float[n], floats(b, s, n));
        float[] dirt = new float[n];
        Arrays.fill(dirt, Float.NaN);
        b.upload(dirt, 0, new View(s, 0), n);
        Storage i = b.allocate(DType.I32, n);
        int[] found = new int[n];
        b.download(new View(i, 0), found, 0, n);
        assertArrayEquals(new int[n], found);
        Arrays.fill(found, -1);
        b.upload(found, 0, new View(i, 0), n);
      }
    }
  }

  private static void empty(Backend b, DType type) {
    Storage s = b.empty(type, 64 * 32);
    assertEquals(type, s.dtype());
    assertEquals(64 * 32, s.length());
  }

  private static void spans(Backend b, DType type) {
    int rows = 64;
    int columns = 96;
    StoredWeight w = StoredWeight.random(type, rows, columns, new CounterRng(type.ordinal()));
    View view = new View(w.storage(b), w.lead());
    int[][] spans = {{0, 7}, {5, 9}, {31, 2}, {17, 300}, {columns, 33}, {0, rows * columns}};
    for (int[] span : spans) {
      float[] part = new float[span[1] + 2];
      b.download(view.plus(span[0]), part, 1, span[1]);
      float[] expected = new float[span[1] + 2];
      System.arraycopy(w.values(), span[0], expected, 1, span[1]);
      assertArrayEquals(expected, part);
    }
  }

  private static void scopeEnds(Backend b) {
    Storage escaped;
    try (MemoryScope scope = b.scope()) {
      escaped = b.allocate(DType.F32, 4);
    }
    assertThrows(IllegalStateException.class, () -> floats(b, escaped, 4));
  }

  private static void scopesNest(Backend b) {
    try (MemoryScope outer = b.scope()) {
      Storage mine = full(b, 3);
      Storage inside;
      try (MemoryScope inner = b.scope()) {
        inside = full(b, 4);
        assertArrayEquals(new float[] {3, 3}, floats(b, mine, 2));
      }
      assertThrows(IllegalStateException.class, () -> floats(b, inside, 2));
      Storage later = full(b, 5);
      assertArrayEquals(new float[] {3, 3}, floats(b, mine, 2));
      assertArrayEquals(new float[] {5, 5}, floats(b, later, 2));
    }
  }

  private static void kept(Backend b) {
    Storage owner = full(b, 1);
    Storage kept;
    try (MemoryScope scope = b.scope()) {
      kept = full(b, 6);
      b.keepWith(kept, owner);
    }
    try (MemoryScope scope = b.scope()) {
      Storage other = full(b, 7);
      assertArrayEquals(new float[] {7, 7}, floats(b, other, 2));
      assertArrayEquals(new float[] {6, 6}, floats(b, kept, 2));
    }
  }

  private static void freed(Backend b) {
    try (MemoryScope scope = b.scope()) {
      Storage given = full(b, 8);
      b.free(given);
      assertThrows(IllegalStateException.class, () -> floats(b, given, 2));
    }
  }

  private static Storage full(Backend b, float value) {
    Storage s = b.empty(DType.F32, 2);
    b.upload(new float[] {value, value}, 0, new View(s, 0), 2);
    return s;
  }

  private static float[] floats(Backend b, Storage storage, int n) {
    float[] values = new float[n];
    b.download(new View(storage, 0), values, 0, n);
    return values;
  }
}
