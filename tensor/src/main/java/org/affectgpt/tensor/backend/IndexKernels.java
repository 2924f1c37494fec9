package org.affectgpt.tensor.backend;

/**
 * Moving rows and blocks. An id that names no row of its table throws on the CPU; a device clamps
 * it and reports it at the next {@code synchronize()}.
 */
public interface IndexKernels {
  /** Copies {@code rows} runs of {@code columns} F32 or I32 elements between strided operands. */
  void copy2d(
      View source, long sourceStride, View target, long targetStride, long rows, long columns);

  /** {@code y[i] = table[id[i]]}, rows of {@code columns}; the table may be BF16, F16 or blocks. */
  void gatherRows(View table, View ids, View y, int count, int columns);

  /** {@code table[id[i]] = x[i]} on an F32 table; no id comes twice. */
  void scatterRows(View x, View ids, View table, int count, int columns);

  /** {@code table[id[i]] += x[i]}, in the order of i, on an F32 table. */
  void scatterAddRows(View x, View ids, View table, int count, int columns);

  /** Reorders axes: output dimension i is input dimension {@code order[i]}. */
  void permute(View x, int[] dims, int[] order, View y);
}
