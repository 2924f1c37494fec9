package org.affectgpt.io.gguf;

import static org.affectgpt.io.stored.LittleEndian.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;

/**
 * Copies a tensor to native memory: its rows in another order, its blocks widened to F32 where no
 * kernel takes them as they lie.
 *
 * @param entry {@code [rows, columns]} or {@code [rows]}
 * @param interleavedHeads heads whose rows are interleaved, or 0 for none
 */
public record RowCopy(TensorEntry entry, int interleavedHeads) {
  /** Elements that one task copies, roughly. */
  private static final long CHUNK = 1 << 16;

  /** Whether the tensor is taken from the file as it lies. */
  boolean isInPlace() {
    return interleavedHeads == 0 && isTakenByKernels();
  }

  private boolean isTakenByKernels() {
    return switch (entry.type()) {
      case F32, F16, BF16 -> true;
      case Q8_0, Q4_0 -> entry.shape().size() == 2;
      default -> false;
    };
  }

  /** The format after copying. */
  StoredType type() {
    return isTakenByKernels() ? entry.type() : StoredType.F32;
  }

  /** Bytes of native memory that the copy takes; 0 in place. */
  long bytes() {
    return isInPlace() ? 0 : type().bytes(entry.elements());
  }

  /** The tensor under another name, copied to {@code arena} unless it is used in place. */
  TensorEntry take(String name, Arena arena) {
    if (isInPlace()) {
      return new TensorEntry(name, entry.type(), entry.shape(), entry.data(), entry.file());
    }
    MemorySegment target = arena.allocate(bytes(), 64);
    int rows = Math.toIntExact(entry.shape().getFirst());
    int columns = entry.shape().size() == 2 ? Math.toIntExact(entry.shape().get(1)) : 1;
    int perTask = (int) Math.max(1, CHUNK / columns);
    IntStream.range(0, Math.ceilDiv(rows, perTask))
        .parallel()
        .forEach(t -> rows(target, t * perTask, Math.min(rows, (t + 1) * perTask), columns));
    return new TensorEntry(name, type(), entry.shape(), target, entry.file());
  }

  private void rows(MemorySegment target, int from, int to, int columns) {
    boolean widened = !isTakenByKernels();
    long rowBytes = type().bytes(columns);
    float[] values = new float[widened ? columns : 0];
    for (int row = from; row < to; row++) {
      long source = source(row);
      if (widened) {
        entry.toFloats(source * columns, values, 0, columns);
        MemorySegment.copy(values, 0, target, FLOAT, row * rowBytes, columns);
      } else {
        MemorySegment.copy(entry.data(), source * rowBytes, target, row * rowBytes, rowBytes);
      }
    }
  }

  /** Whether rows lie in the file in another order than in the model. */
  public boolean isReordered() {
    return interleavedHeads != 0;
  }

  /**
   * The row of the file that becomes {@code row}. Rotary embedding turns rows i and i + dim / 2 of
   * a head together here, rows 2i and 2i + 1 in llama.cpp, which stores llama's heads to suit.
   */
  public long source(long row) {
    if (interleavedHeads == 0) {
      return row;
    }
    long dim = entry.shape().getFirst() / interleavedHeads;
    long head = row / dim;
    long place = row % dim;
    return head * dim + place % (dim / 2) * 2 + place / (dim / 2);
  }
}
