package org.affectgpt.io.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.stored.StoredType;

/**
 * Collects named tensors and writes them as one safetensors file. Values may be given by a supplier
 * that is asked only while its tensor is written, so a model need not be in memory twice. The bytes
 * depend on the tensors and the metadata alone: tensors are sorted as the reference library sorts
 * them (wide formats first, then by name), the header is padded with spaces to a multiple of 8.
 */
public final class SafeTensorsWriter {
  private static final int BUFFER_BYTES = 1 << 20;

  private record Item(
      String name, StoredType type, List<Long> shape, long bytes, TensorBytes content) {}

  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  /** Adds a line of free text to the header, for example {@code format -> pt}. */
  public SafeTensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds floats, stored as {@code type}: F32, or BF16 or F16 rounded to nearest even. */
  public SafeTensorsWriter floats(String name, StoredType type, long[] shape, float[] values) {
    return floats(name, type, shape, () -> values);
  }

  /** Adds floats that are fetched when they are written. */
  public SafeTensorsWriter floats(
      String name, StoredType type, long[] shape, Supplier<float[]> values) {
    return switch (type) {
      case F32, F16, BF16 -> add(name, type, shape, TensorBytes.ofFloats(type, values));
      default -> throw new IllegalArgumentException(name + ": floats cannot be stored as " + type);
    };
  }

  /** Adds 64-bit integers. */
  public SafeTensorsWriter longs(String name, long[] shape, long[] values) {
    return add(name, StoredType.I64, shape, TensorBytes.ofLongs(values));
  }

  /** Adds 32-bit integers. */
  public SafeTensorsWriter ints(String name, long[] shape, int[] values) {
    return add(name, StoredType.I32, shape, TensorBytes.ofInts(values));
  }

  /**
   * Adds a tensor whose little-endian bytes are at hand, for example a mapped one. One in a block
   * format is written as U8 rows, its format beside it in the metadata.
   */
  public SafeTensorsWriter bytes(String name, StoredType type, long[] shape, MemorySegment data) {
    return add(name, type, shape, TensorBytes.ofSegment(data));
  }

  /**
   * Adds a tensor whose bytes are made while they are written, so that it need not fit in memory.
   */
  public SafeTensorsWriter stream(
      String name, StoredType type, long[] shape, TensorContent content) {
    return add(name, type, shape, (channel, buffer) -> content.writeTo(channel));
  }

  private SafeTensorsWriter add(String name, StoredType type, long[] shape, TensorBytes content) {
    long[] stored = shape.clone();
    if (type.isBlock()) {
      int last = shape.length - 1;
      stored[last] = type.bytes(shape[last]);
      metadata(SafeTensorsHeader.QUANTIZED + name, type.name());
      return put(name, StoredType.U8, stored, content);
    }
    return put(name, type, stored, content);
  }

  private SafeTensorsWriter put(String name, StoredType type, long[] shape, TensorBytes content) {
    long elements = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(name + ": negative shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, dimension);
    }
    long bytes = type.bytes(elements);
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    if (name.equals(SafeTensorsHeader.METADATA)
        || items.putIfAbsent(name, new Item(name, type, dimensions, bytes, content)) != null) {
      throw new IllegalArgumentException("name is taken: " + name);
    }
    return this;
  }

  /**
   * Writes the file under a temporary name and renames it.
   *
   * @throws org.affectgpt.tensor.InputException if it cannot be written
   */
  public void write(Path target) {
    List<Item> sorted = new ArrayList<>(items.values());
    sorted.sort(
        Comparator.comparing(Item::type)
            .reversed()
            .thenComparing(i -> i.name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    byte[] header = header(sorted);
    AtomicFile.write(target, channel -> write(channel, header, sorted));
  }

  private byte[] header(List<Item> sorted) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode text = root.putObject(SafeTensorsHeader.METADATA);
      metadata.forEach(text::put);
    }
    long at = 0;
    for (Item item : sorted) {
      ObjectNode node = root.putObject(item.name);
      node.put("dtype", item.type.name());
      ArrayNode shape = node.putArray("shape");
      for (long dimension : item.shape) {
        shape.add(dimension);
      }
      node.putArray("data_offsets").add(at).add(at + item.bytes);
      at += item.bytes;
    }
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void write(FileChannel channel, byte[] header, List<Item> sorted)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFile.writeFully(channel, buffer.putLong(header.length).flip());
    AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
    for (Item item : sorted) {
      long before = channel.position();
      item.content.writeTo(channel, buffer.clear());
      if (channel.position() - before != item.bytes) {
        throw new IllegalArgumentException(
            item.name
                + ": shape "
                + item.shape
                + " of "
                + item.type
                + " needs "
                + item.bytes
                + " bytes, was given "
                + (channel.position() - before));
      }
    }
  }
}
