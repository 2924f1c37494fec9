package org.affectgpt.io.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code TensorProto} messages. Bytes stay where they lie if the message holds them as such
 * or names another file; numbers in lists of their own kind are copied.
 */
final class OnnxTensor {
  private final Path file;
  private final OnnxExternal external;

  OnnxTensor(Path file, Arena arena) {
    this.file = file;
    this.external = new OnnxExternal(file, arena);
  }

  /**
   * A tensor of a graph.
   *
   * @param entry its values, or null if its format is not read
   * @param format the name of the format, for messages
   */
  record Read(String name, String format, @Nullable TensorEntry entry) {}

  /** The fields of one message, as far as they have been read. */
  private static final class Fields {
    private final List<Long> shape = new ArrayList<>();
    private final OnnxNumbers numbers = new OnnxNumbers();
    private final Map<String, String> outside = new LinkedHashMap<>();
    private String name = "";
    private int type;
    private int place;
    private @Nullable MemorySegment raw;
  }

  /**
   * @param what names the tensor until its own name is known
   */
  Read read(ProtoReader in, String what) {
    Fields t = new Fields();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> shape(in, what, t.shape);
        case 2 -> t.type = in.integer("the type of " + what);
        case 3 -> throw in.refused(what + " is cut into segments, which are not read");
        case 4 -> t.numbers.fixed(in, 4, what);
        case 5, 7, 11 -> t.numbers.varints(in, what);
        case 8 -> t.name = in.name("the name of " + what);
        case 9 -> t.raw = in.bytes("the data of " + what);
        case 10 -> t.numbers.fixed(in, 8, what);
        case 13 -> pair(in.message(what), what, t.outside);
        case 14 -> t.place = in.integer("the data location of " + what);
        default -> {}
      }
    }
    String named = t.name.isEmpty() ? what : "tensor '" + t.name + "'";
    OnnxType type = OnnxType.of(t.type);
    StoredType stored = type == null ? null : type.stored();
    if (type == null || stored == null) {
      return new Read(t.name, type == null ? "type " + t.type : type.name(), null);
    }
    long bytes = bytes(in, named, stored, t.shape);
    MemorySegment data = data(in, t, named, stored, bytes);
    if (data.byteSize() != bytes) {
      throw in.damaged(
          named
              + " of shape "
              + t.shape
              + " and type "
              + stored
              + " needs "
              + bytes
              + " bytes but has "
              + data.byteSize());
    }
    return new Read(t.name, type.name(), new TensorEntry(t.name, stored, t.shape, data, source(t)));
  }

  private Path source(Fields t) {
    return t.place == 1 ? external.path(t.outside) : file;
  }

  private MemorySegment data(ProtoReader in, Fields t, String named, StoredType type, long bytes) {
    if (t.place == 1) {
      return external.data(t.outside, named, bytes);
    }
    if (t.place != 0) {
      throw in.damaged("the data location of " + named + " is " + t.place);
    }
    MemorySegment raw = t.raw;
    return raw != null ? raw : t.numbers.data(type, in, named);
  }

  private static void shape(ProtoReader in, String what, List<Long> shape) {
    String dimension = "a dimension of " + what;
    if (in.isBytes()) {
      ProtoReader packed = in.message(dimension);
      while (packed.hasMore()) {
        shape.add(packed.packed(dimension));
      }
    } else {
      shape.add(in.number(dimension));
    }
    if (shape.size() > 64 || shape.stream().anyMatch(d -> d < 0)) {
      throw in.damaged(what + " has the shape " + shape);
    }
  }

  private static long bytes(ProtoReader in, String named, StoredType type, List<Long> shape) {
    try {
      long elements = 1;
      for (long d : shape) {
        elements = Math.multiplyExact(elements, d);
      }
      return type.bytes(elements);
    } catch (ArithmeticException e) {
      throw in.damaged(named + " of shape " + shape + " is too large");
    }
  }

  /** A {@code StringStringEntryProto}. */
  static void pair(ProtoReader in, String what, Map<String, String> into) {
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.name("a key of " + what);
        case 2 -> value = in.text("a value of " + what);
        default -> {}
      }
    }
    into.put(key, value);
  }
}
