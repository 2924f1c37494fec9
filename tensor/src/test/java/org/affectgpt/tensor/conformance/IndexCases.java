package org.affectgpt.tensor.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.IndexKernels.CacheRows;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.dtype.DType;

/** Rows copied, gathered and added, and axes reordered: no value may change by a bit. */
final class IndexCases {
  /** {@code rows, columns, sourceStride, targetStride}. */
  private static final int[][] COPIES = {
    {0, 5, 5, 5},
    {5, 0, 3, 4},
    {1, 1, 1, 1},
    {7, 17, 17, 17},
    {7, 17, 20, 19},
    {33, 16, 16, 40},
    {301, 67, 70, 67},
    {2, 16_385, 16_385, 16_390}
  };

  private static final String[][] ORDERS = {
    {"7", "0"},
    {"3x0x5", "2x0x1"},
    {"1x16x16", "0x2x1"},
    {"3x37x50", "0x2x1"},
    {"2x512x99", "0x2x1"},
    {"1x1x700", "2x1x0"},
    {"40x33x17", "2x1x0"},
    {"40x33x17", "1x2x0"},
    {"40x33x17", "1x0x2"},
    {"40x33x17", "2x0x1"},
    {"3x18x5x33", "0x2x1x3"},
    {"3x18x5x33", "0x2x3x1"},
    {"3x18x5x33", "3x2x1x0"},
    {"2x3x4x5x6", "4x0x3x1x2"}
  };

  private static final int TABLE_ROWS = 64;
  private static final int TABLE_COLUMNS = 96;

  private IndexCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> all = new ArrayList<>();
    for (int[] s : COPIES) {
      String dims = s[0] + "x" + s[1] + " strides=" + s[2] + "," + s[3];
      for (DType type : Operand.FLOATS) {
        all.add(new KernelCase("index.copy2d", type + " " + dims, c -> copyFloats(c, type, s)));
      }
      all.add(new KernelCase("index.copy2d", "I32 " + dims, c -> copyInts(c, s)));
    }
    for (int count : new int[] {0, 1, 5, 301}) {
      for (int columns : new int[] {1, 17, 130}) {
        String dims = count + " of 5x" + columns;
        for (DType type : Operand.FLOATS) {
          String of = type + " " + dims;
          all.add(new KernelCase("index.gatherRows", of, c -> gather(c, type, count, columns)));
        }
        all.add(new KernelCase("index.scatterAddRows", dims, c -> scatter(c, count, columns)));
      }
      for (DType type : DType.values()) {
        if (type != DType.I32) {
          String dims = type + " " + count + " of a stored table";
          all.add(new KernelCase("index.gatherRows", dims, c -> gatherStored(c, type, count)));
        }
      }
    }
    for (int[] s : new int[][] {{0, 5, 4}, {1, 1, 1}, {5, 5, 17}, {33, 70, 130}}) {
      String dims = s[0] + " of " + s[1] + "x" + s[2];
      all.add(new KernelCase("index.scatterRows", dims, c -> replace(c, s[0], s[1], s[2])));
    }
    for (CacheRows d :
        List.of(
            new CacheRows(0, 1, 4, 3),
            new CacheRows(2, 0, 4, 3),
            new CacheRows(1, 1, 1, 1),
            new CacheRows(2, 2, 5, 3),
            new CacheRows(3, 1, 40, 130),
            new CacheRows(2, 17, 33, 64))) {
      String dims = d.batch() + "x" + d.time() + "x" + d.columns() + " of " + d.capacity();
      all.add(new KernelCase("index.append", dims, c -> append(c, d)));
    }
    for (int n : new int[] {0, 1, 17, 1031}) {
      all.add(new KernelCase("index.advance", "n=" + n, c -> advance(c, n)));
    }
    for (String[] s : ORDERS) {
      String dims = s[0] + " by " + s[1];
      all.add(new KernelCase("index.permute", dims, c -> permute(c, ints(s[0]), ints(s[1]))));
    }
    all.add(new RefusedCall("index.gatherRows", "an id beyond the table", b -> gatherId(b, 3)));
    all.add(new RefusedCall("index.gatherRows", "a negative id", b -> gatherId(b, -1)));
    all.add(new RefusedCall("index.append", "a slot beyond the cache", IndexCases::appendBeyond));
    return all;
  }

  private static void copyFloats(KernelCall c, DType type, int[] s) {
    Spans from = new Spans(1, 0, s[0], s[2], s[1]);
    Spans to = new Spans(1, 0, s[0], s[3], s[1]);
    float[] values = Operand.rounded(type, c.normal(from.length()));
    double[] expected = new double[to.length()];
    for (int i = 0; i < s[0] * s[1]; i++) {
      expected[i / s[1] * s[3] + i % s[1]] = values[i / s[1] * s[2] + i % s[1]];
    }
    Operand source = c.input("source", type, values, from);
    Operand target = c.output("target", type, to);
    c.expect(target, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().copy2d(v.of(source), s[2], v.of(target), s[3], s[0], s[1]));
  }

  private static void copyInts(KernelCall c, int[] s) {
    Spans to = new Spans(1, 0, s[0], s[3], s[1]);
    int[] values = c.ints(new Spans(1, 0, s[0], s[2], s[1]).length(), 1 << 20);
    double[] expected = new double[to.length()];
    for (int i = 0; i < s[0] * s[1]; i++) {
      expected[i / s[1] * s[3] + i % s[1]] = values[i / s[1] * s[2] + i % s[1]];
    }
    Operand source = c.input("source", values);
    Operand target = c.output("target", DType.I32, to);
    c.expect(target, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().copy2d(v.of(source), s[2], v.of(target), s[3], s[0], s[1]));
  }

  private static void gather(KernelCall c, DType type, int count, int columns) {
    float[] values = Operand.rounded(type, c.normal(5 * columns));
    Operand table = c.input("table", type, values, Spans.all(values.length));
    gather(c, table, values, 5, count, columns);
  }

  private static void gatherStored(KernelCall c, DType type, int count) {
    StoredWeight w = StoredWeight.random(type, TABLE_ROWS, TABLE_COLUMNS, c.rng());
    gather(c, c.weight("table", w), w.values(), TABLE_ROWS, count, TABLE_COLUMNS);
  }

  private static void gather(
      KernelCall c, Operand table, float[] values, int rows, int count, int columns) {
    int[] id = c.ints(count, rows);
    double[] expected = new double[count * columns];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = values[id[i / columns] * columns + i % columns];
    }
    Operand ids = c.input("ids", id);
    Operand y = c.output("y", expected.length);
    c.expect(y, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().gatherRows(v.of(table), v.of(ids), v.of(y), count, columns));
  }

  /** Rows that are hit several times, added in float32 in the order of the ids. */
  private static void scatter(KernelCall c, int count, int columns) {
    float[] xs = c.normal(count * columns);
    float[] before = c.normal(5 * columns);
    int[] id = c.ints(count, 5);
    float[] sums = before.clone();
    for (int i = 0; i < xs.length; i++) {
      sums[id[i / columns] * columns + i % columns] += xs[i];
    }
    double[] expected = new double[sums.length];
    Arrays.setAll(expected, i -> sums[i]);
    Operand x = c.input("x", xs);
    Operand ids = c.input("ids", id);
    Operand table = c.inPlace("table", before);
    c.expect(table, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().scatterAddRows(v.of(x), v.of(ids), v.of(table), count, columns));
  }

  /** Rows replaced, no two of them the same; the others stay. */
  private static void replace(KernelCall c, int count, int rows, int columns) {
    float[] xs = c.normal(count * columns);
    float[] before = c.normal(rows * columns);
    int[] id = new int[count];
    Arrays.setAll(id, i -> (i * 3 + 1) % rows);
    double[] expected = new double[before.length];
    Arrays.setAll(expected, i -> before[i]);
    for (int i = 0; i < xs.length; i++) {
      expected[id[i / columns] * columns + i % columns] = xs[i];
    }
    Operand x = c.input("x", xs);
    Operand ids = c.input("ids", id);
    Operand table = c.inPlace("table", before);
    c.expect(table, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().scatterRows(v.of(x), v.of(ids), v.of(table), count, columns));
  }

  /** New rows of both caches in every second slot, up to the last. */
  private static void append(KernelCall c, CacheRows d) {
    int n = d.batch() * d.time() * d.columns();
    int all = d.batch() * d.capacity() * d.columns();
    float[] ks = c.normal(n);
    float[] vs = c.normal(n);
    float[] oldK = c.normal(all);
    float[] oldV = c.normal(all);
    int[] slot = new int[d.batch() * d.time()];
    Arrays.setAll(slot, i -> d.capacity() - 1 - 2 * (d.time() - 1 - i % d.time()));
    double[] newK = new double[all];
    double[] newV = new double[all];
    Arrays.setAll(newK, i -> oldK[i]);
    Arrays.setAll(newV, i -> oldV[i]);
    for (int i = 0; i < n; i++) {
      int row = i / d.columns();
      int at = row / d.time() * d.capacity() + slot[row];
      newK[at * d.columns() + i % d.columns()] = ks[i];
      newV[at * d.columns() + i % d.columns()] = vs[i];
    }
    Operand k = c.input("k", ks);
    Operand v = c.input("v", vs);
    Operand slots = c.input("slots", slot);
    Operand keys = c.inPlace("keys", oldK);
    Operand values = c.inPlace("values", oldV);
    c.expect(keys, newK, Tolerance.EXACT);
    c.expect(values, newV, Tolerance.EXACT);
    c.run((b, o) -> b.index().append(d, o.of(k), o.of(v), o.of(slots), o.of(keys), o.of(values)));
  }

  private static void advance(KernelCall c, int n) {
    int[] before = c.ints(n, 1000);
    double[] expected = new double[n];
    Arrays.setAll(expected, i -> before[i] + 3);
    Operand x = c.inPlace("x", before);
    c.expect(x, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().advance(v.of(x), 3, n));
  }

  private static void permute(KernelCall c, int[] dims, int[] order) {
    int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    float[] values = c.normal(n);
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      expected[i] = values[source(dims, order, i)];
    }
    Operand x = c.input("x", values);
    Operand y = c.output("y", n);
    c.expect(y, expected, Tolerance.EXACT);
    c.run((b, v) -> b.index().permute(v.of(x), dims, order, v.of(y)));
  }

  /** Index in the input of element {@code i} of the output. */
  private static int source(int[] dims, int[] order, int i) {
    int[] at = new int[dims.length];
    int rest = i;
    for (int k = dims.length - 1; k >= 0; k--) {
      at[order[k]] = rest % dims[order[k]];
      rest /= dims[order[k]];
    }
    int index = 0;
    for (int k = 0; k < dims.length; k++) {
      index = index * dims[k] + at[k];
    }
    return index;
  }

  private static void gatherId(Backend b, int id) {
    View table = new View(b.allocate(DType.F32, 12), 0);
    View ids = new View(b.allocate(DType.I32, 1), 0);
    b.upload(new int[] {id}, 0, ids, 1);
    View y = new View(b.allocate(DType.F32, 4), 0);
    b.index().gatherRows(table, ids, y, 1, 4);
    b.download(y, new float[4], 0, 4);
  }

  private static void appendBeyond(Backend b) {
    View row = new View(b.allocate(DType.F32, 3), 0);
    View cache = new View(b.allocate(DType.F32, 12), 0);
    View slots = new View(b.allocate(DType.I32, 1), 0);
    b.upload(new int[] {4}, 0, slots, 1);
    b.index().append(new CacheRows(1, 1, 4, 3), row, row, slots, cache, cache);
  }

  private static int[] ints(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
