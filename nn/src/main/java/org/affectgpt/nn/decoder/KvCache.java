package org.affectgpt.nn.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.IndexKernels.CacheRows;
import org.jspecify.annotations.Nullable;

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

  /** Hides the padding of prompts, I32 {@code [batch, capacity]}; null where there is none. */
  @Nullable Tensor mask(int[][] promptMask) {
    if (Arrays.stream(promptMask).flatMapToInt(Arrays::stream).allMatch(m -> m != 0)) {
      return null;
    }
    int[] flat = new int[batch * capacity];
    Arrays.fill(flat, 1);
    for (int b = 0; b < batch; b++) {
      System.arraycopy(promptMask[b], 0, flat, b * capacity, promptMask[b].length);
    }
    Tensor first = keys.getFirst();
    return Tensor.ofInts(first.backend(), flat, batch, capacity).keepWith(first);
  }

  /** Rows {@code [start, start + time)} of every sequence, to write to. */
  DecoderContext.Slots slots(int start, int time) {
    int[] rows = new int[batch * time];
    Arrays.setAll(rows, i -> start + i % time);
    return new DecoderContext.Slots(
        this, Tensor.ofInts(keys.getFirst().backend(), rows, batch, time));
  }

  /**
   * Copies k and v {@code [batch, time, kvHeads, headDim]} of one layer in.
   *
   * @param rows I32 {@code [batch, time]}: the row of its sequence that a token takes
   */
  void write(int layer, Tensor k, Tensor v, Tensor rows) {
    if (k.requiresGrad() || v.requiresGrad()) {
      throw new IllegalStateException("a KV cache is filled inside NoGrad only");
    }
    if (k.dim(0) != batch) {
      throw new IllegalArgumentException(k + " for a cache of " + batch + " sequences");
    }
    k.backend()
        .index()
        .append(
            new CacheRows(batch, k.dim(1), capacity, row),
            k.view(),
            v.view(),
            rows.view(),
            keys.get(layer).view(),
            values.get(layer).view());
  }
}
