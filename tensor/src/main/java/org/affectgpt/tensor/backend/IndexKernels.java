package org.affectgpt.tensor.backend;

/**
 * Moving rows and blocks. An id that names no row of its table throws on the CPU; a device clamps
 * it and reports it at the next {@link Backend#synchronize}.
 */
public interface IndexKernels {
  /**
   * Dimensions of writing to a cache of keys and values.
   *
   * @param time new rows of each sequence
   * @param capacity rows that the cache has for each sequence
   * @param columns elements of a row: key heads times their width
   */
  record CacheRows(int batch, int time, int capacity, int columns) {}

  /**
   * Copies {@code rows} runs of {@code columns} elements of one type, I32 or floats, between
   * strided operands.
   */
  void copy2d(
      View source, long sourceStride, View target, long targetStride, long rows, long columns);

  /** {@code y[i] = table[id[i]]}, rows of {@code columns}; the table may be BF16, F16 or blocks. */
  void gatherRows(View table, View ids, View y, int count, int columns);

  /** {@code table[id[i]] = x[i]} on an F32 table; no id comes twice. */
  void scatterRows(View x, View ids, View table, int count, int columns);

  /** {@code table[id[i]] += x[i]}, in the order of i, on an F32 table. */
  void scatterAddRows(View x, View ids, View table, int count, int columns);

  /**
   * Puts new keys and values {@code [batch, time, columns]} of a layer into its cache {@code
   * [batch, capacity, columns]}: row t of a sequence goes to row {@code slots[sequence, t]} of it,
   * I32.
   */
  void append(CacheRows dims, View k, View v, View slots, View keys, View values);

  /** {@code x += by} on I32: how a decoding step moves its positions on without the host. */
  void advance(View x, int by, int n);

  /** Reorders axes: output dimension i is input dimension {@code order[i]}. */
  void permute(View x, int[] dims, int[] order, View y);
}
