package org.affectgpt.tensor.cpu.index;

import org.affectgpt.tensor.backend.IndexKernels.CacheRows;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.IntSpan;

/** Rows that find their place in a cache. */
record CacheWrite(CacheRows dims, IntSpan slots) {
  /** Copies rows {@code [from, to)} of {@code [batch * time, columns]}. */
  void run(View rows, View cache, int from, int to) {
    FloatSpan in = FloatSpan.of(rows);
    FloatSpan out = FloatSpan.of(cache);
    int columns = dims.columns();
    for (int r = from; r < to; r++) {
      int row = r / dims.time() * dims.capacity() + slots.index(r, dims.capacity());
      System.arraycopy(
          in.data(), in.at() + r * columns, out.data(), out.at() + row * columns, columns);
    }
  }
}
