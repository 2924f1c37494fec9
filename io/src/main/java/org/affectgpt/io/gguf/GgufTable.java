package org.affectgpt.io.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;

/** Reads the table of tensors and finds each one's bytes. */
final class GgufTable {
  /** A name's length, the number of dimensions, a type and an offset. */
  static final int LEAST_BYTES = 8 + 4 + 4 + 8;

  private static final int MOST_DIMENSIONS = 4;

  private record Row(String name, StoredType type, List<Long> shape, long offset, long bytes) {}

  private final GgufCursor cursor;
  private final Path file;

  GgufTable(GgufCursor cursor, Path file) {
    this.cursor = cursor;
    this.file = file;
  }

  /** Tensor bytes begin after the table, at the next multiple of {@code alignment}. */
  Map<String, TensorEntry> read(long count, long alignment, MemorySegment all) {
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      rows.add(row("tensor " + i, alignment));
    }
    long start = Math.ceilDiv(cursor.position(), alignment) * alignment;
    MemorySegment data = all.asSlice(Math.min(start, all.byteSize()));
    requireApart(rows);
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    for (Row r : rows) {
      if (r.offset > data.byteSize() || r.bytes > data.byteSize() - r.offset) {
        throw cursor.damaged(
            "tensor '"
                + r.name
                + "' takes bytes "
                + r.offset
                + " to "
                + (r.offset + r.bytes)
                + " of a data section of "
                + data.byteSize());
      }
      MemorySegment bytes = data.asSlice(r.offset, r.bytes);
      if (entries.put(r.name, new TensorEntry(r.name, r.type, r.shape, bytes, file)) != null) {
        throw cursor.damaged("tensor '" + r.name + "' is listed twice");
      }
    }
    return entries;
  }

  private Row row(String place, long alignment) {
    String name = cursor.name("the name of " + place);
    String what = "tensor '" + name + "'";
    int rank = cursor.u32("the rank of " + what);
    if (rank < 0 || rank > MOST_DIMENSIONS) {
      throw cursor.damaged(what + " has " + Integer.toUnsignedString(rank) + " dimensions");
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long dim = cursor.u64("the shape of " + what);
      if (dim < 0) {
        throw cursor.damaged(what + " has a dimension of " + Long.toUnsignedString(dim));
      }
      shape.addFirst(dim);
    }
    int number = cursor.u32("the type of " + what);
    StoredType type = GgufTensorType.of(number);
    if (type == null) {
      throw new InputException(
          file
              + ": "
              + what
              + " has the type "
              + GgufTensorType.name(number)
              + ", which is not supported; use a file of F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0,"
              + " Q5_1 or Q2_K to Q6_K");
    }
    long offset = cursor.u64("the offset of " + what);
    if (offset < 0 || offset % alignment != 0) {
      throw cursor.damaged(
          what
              + " lies at "
              + Long.toUnsignedString(offset)
              + ", not a multiple of the alignment "
              + alignment);
    }
    return new Row(name, type, shape, offset, bytes(what, type, shape));
  }

  private long bytes(String what, StoredType type, List<Long> shape) {
    if (type.isBlock() && (shape.isEmpty() || shape.getLast() % type.blockLength() != 0)) {
      throw cursor.damaged(
          what + " of shape " + shape + " has no whole " + type + " blocks in a row");
    }
    try {
      long elements = 1;
      for (long d : shape) {
        elements = Math.multiplyExact(elements, d);
      }
      return type.bytes(elements);
    } catch (ArithmeticException e) {
      throw new InputException(
          file + ": damaged GGUF file: " + what + " of shape " + shape + " is too large", e);
    }
  }

  /** Tensors over the same bytes would make a small file stand for any amount of memory. */
  private void requireApart(List<Row> rows) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(Row::offset).thenComparingLong(Row::bytes));
    for (int i = 1; i < sorted.size(); i++) {
      Row before = sorted.get(i - 1);
      Row row = sorted.get(i);
      if (row.offset - before.offset < before.bytes) {
        throw cursor.damaged("tensors '" + before.name + "' and '" + row.name + "' overlap");
      }
    }
  }
}
