package org.affectgpt.nn.decoder;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * Keys and values of every layer, {@code [batch, capacity, kvHeads, headDim]}, filled row by row
 * while a text grows. It holds no history: decoding is not differentiated.
 */
public final class KvCache {
  private final List<Tensor> keys = new ArrayList<>();
  private final List<Tensor> values = new ArrayList<>();
  private final int batch;
  private int capacity;
  private final int row;

  public KvCache(Backend backend, DecoderConfig config, int batch, int capacity) {
    this.batch = batch;
    this.capacity = capacity;
    this.row = config.kvHeads() * config.headDim();
    for (int i = 0; i < config.layers(); i++) {
      keys.add(Tensor.zeros(backend, batch, capacity, config.kvHeads(), config.headDim()));
      values.add(Tensor.zeros(backend, batch, capacity, config.kvHeads(), config.headDim()));
    }
  }

  public int batch() {
    return batch;
  }

  /** Rows that a sequence can hold. */
  public int capacity() {
    return capacity;
  }

  /** Makes room for {@code rows} rows a sequence; what is stored stays. */
  void grow(int rows) {
    if (rows < capacity) {
      throw new IllegalArgumentException("a cache of " + capacity + " rows grown to " + rows);
    }
    keys.replaceAll(t -> grown(t, rows));
    values.replaceAll(t -> grown(t, rows));
    capacity = rows;
  }

  private Tensor grown(Tensor old, int rows) {
    Tensor y = Tensor.zeros(old.backend(), batch, rows, old.dim(2), old.dim(3)).keepWith(old);
    long length = (long) capacity * row;
    old.backend().index().copy2d(old.view(), length, y.view(), (long) rows * row, batch, length);
    return y;
  }

  public Tensor keys(int layer) {
    return keys.get(layer);
  }

  public Tensor values(int layer) {
    return values.get(layer);
  }

  /**
   * Copies k and v {@code [batch, time, kvHeads, headDim]} of one layer in: row t of a sequence
   * goes to row {@code start + t * stride}.
   */
  void write(int layer, Tensor k, Tensor v, int start, int stride) {
    if (k.requiresGrad() || v.requiresGrad()) {
      throw new IllegalStateException("a KV cache is filled inside NoGrad only");
    }
    int time = k.dim(1);
    int last = start + (time - 1) * stride;
    if (k.dim(0) != batch || last >= capacity) {
      throw new IllegalArgumentException(
          "rows "
              + start
              + " to "
              + last
              + " of "
              + k.dim(0)
              + " sequences in a cache of "
              + batch
              + " x "
              + capacity);
    }
    copy(k, keys.get(layer), start, stride, time);
    copy(v, values.get(layer), start, stride, time);
  }

  private void copy(Tensor from, Tensor to, int start, int stride, int time) {
    for (int b = 0; b < batch; b++) {
      from.backend()
          .index()
          .copy2d(
              from.view().plus((long) b * time * row),
              row,
              to.view().plus(((long) b * capacity + start) * row),
              (long) stride * row,
              time,
              row);
    }
  }
}
