package org.affectgpt.tools.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.affectgpt.io.safetensors.TensorContent;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/**
 * Converts one tensor while it is written: chunks are read from the map, encoded on all cores and
 * written where they belong. Pages that were read are given back, so that neither the heap nor the
 * resident memory grows with the model.
 */
record TensorStream(
    SourceTensor source, StoredType type, ChunkBuffers buffers, LongConsumer progress)
    implements TensorContent {
  /** Bytes of the source after which its pages are given back and progress is told. */
  private static final long SPAN = 64 << 20;

  @Override
  public void writeTo(FileChannel channel) throws IOException {
    long start = channel.position();
    TensorEntry e = source.entry();
    long unit = unit();
    long perSpan = Math.max(1, elementsOf(SPAN) / unit) * unit;
    try {
      for (long from = 0; from < e.elements(); from += perSpan) {
        long n = Math.min(perSpan, e.elements() - from);
        span(channel, start, from, n, unit);
        progress.accept(e.type().bytes(n));
      }
    } catch (UncheckedIOException x) {
      throw x.getCause();
    }
    release(e.data());
    channel.position(start + type.bytes(e.elements()));
  }

  /** Elements of one chunk: whole rows, or groups of them, where rows are moved or changed. */
  private int unit() {
    if (source.isPlain() && type.rowGroup() == 1) {
      return ChunkBuffers.ELEMENTS;
    }
    int rows = type.rowGroup() * columns();
    return Math.max(1, ChunkBuffers.ELEMENTS / rows) * rows;
  }

  private int columns() {
    long rows = source.entry().shape().getFirst();
    return rows == 0 ? 1 : Math.max(1, Math.toIntExact(source.entry().elements() / rows));
  }

  private long elementsOf(long bytes) {
    StoredType from = source.entry().type();
    return bytes / from.blockBytes() * from.blockLength();
  }

  private void span(FileChannel channel, long start, long from, long n, long unit) {
    if (source.isPlain() && type == source.entry().type()) {
      long at = type.bytes(from);
      write(channel, source.entry().data().asSlice(at, type.bytes(n)), start + at);
    } else {
      AtomicReference<RuntimeException> failure = new AtomicReference<>();
      LongStream.range(0, Math.ceilDiv(n, unit))
          .parallel()
          .map(i -> from + i * unit)
          .forEach(
              first -> {
                int count = (int) Math.min(unit, from + n - first);
                attempt(channel, start, first, count, failure);
              });
      if (failure.get() != null) {
        throw failure.get();
      }
    }
    if (source.order() == null) {
      long at = source.entry().type().bytes(from);
      release(source.entry().data().asSlice(at, source.entry().type().bytes(n)));
    }
  }

  /** Keeps the first failure, so that no thread still writes when it is thrown. */
  private void attempt(
      FileChannel channel,
      long start,
      long from,
      int n,
      AtomicReference<RuntimeException> failure) {
    if (failure.get() == null) {
      try {
        chunk(channel, start, from, n);
      } catch (RuntimeException x) {
        failure.compareAndSet(null, x);
      }
    }
  }

  private void chunk(FileChannel channel, long start, long from, int n) {
    ChunkBuffers.Chunk chunk = buffers.take(n);
    if (source.update() == null && type == source.entry().type()) {
      copyRows(from, n, chunk.bytes());
    } else if (!encode(from, n, chunk)) {
      throw new InputException(
          source.entry().file()
              + ": tensor '"
              + source.name()
              + "' holds values that "
              + type
              + " cannot: too large or not finite; choose --dtype BF16 or F32");
    }
    write(channel, chunk.bytes().asSlice(0, type.bytes(n)), start + type.bytes(from));
    buffers.give(chunk);
  }

  /** Rows in another order but the same format keep their bits. */
  private void copyRows(long from, int n, MemorySegment target) {
    int columns = columns();
    long rowBytes = type.bytes(columns);
    for (int row = 0; row < n / columns; row++) {
      MemorySegment.copy(
          source.entry().data(),
          stored(from / columns + row) * rowBytes,
          target,
          row * rowBytes,
          rowBytes);
    }
  }

  private boolean encode(long from, int n, ChunkBuffers.Chunk chunk) {
    read(from, n, chunk.values());
    if (source.update() != null) {
      source.update().apply(chunk.values(), from / columns(), n / columns());
    }
    return NumberEncoder.encode(type, chunk, n, columns());
  }

  private long stored(long row) {
    RowOrder order = source.order();
    return order == null ? row : order.stored(row);
  }

  private void read(long from, int n, float[] values) {
    if (source.order() == null) {
      source.entry().toFloats(from, values, 0, n);
      return;
    }
    int columns = columns();
    for (int at = 0; at < n; at += columns) {
      long row = stored((from + at) / columns);
      source.entry().toFloats(row * columns, values, at, columns);
    }
  }

  private static void write(FileChannel channel, MemorySegment bytes, long position) {
    try {
      ByteBuffer buffer = bytes.asByteBuffer();
      for (long at = position; buffer.hasRemaining(); ) {
        at += channel.write(buffer, at);
      }
    } catch (IOException x) {
      throw new UncheckedIOException(x);
    }
  }

  private static void release(MemorySegment data) {
    if (data.isMapped() && data.isReadOnly() && data.byteSize() > 0) {
      data.unload();
    }
  }
}
