package org.affectgpt.io.npy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.StridedCopy;
import org.affectgpt.io.stored.TensorEntry;

/**
 * The header of an {@code .npy} file (NumPy enhancement proposal 1, versions 1.0, 2.0 and 3.0): a
 * Python dictionary with the number format, the order and the shape.
 */
public record NpyHeader(NumpyType type, boolean fortran, List<Long> shape) {
  /** The first bytes of every file. */
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The bytes that tell the header's length. */
  public static final int START_BYTES = 12;

  private static final int MAX_HEADER_BYTES = 1 << 20;

  private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)");
  private static final Pattern STRUCTURE = Pattern.compile("['\"]descr['\"]\\s*:\\s*([\\[(].*)");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9, L]*)\\)");

  static NpyHeader of(StoredType type, List<Long> shape) {
    return new NpyHeader(NumpyType.of(type), false, shape);
  }

  /**
   * How many bytes precede the data.
   *
   * @param start the first bytes of the file, {@value #START_BYTES} or fewer if there are no more
   * @param size of the whole file
   * @throws IllegalArgumentException saying what is wrong
   */
  public static int length(MemorySegment start, long size) {
    int magic = MAGIC.length;
    if (start.byteSize() < START_BYTES
        || !Arrays.equals(start.asSlice(0, magic).toArray(ValueLayout.JAVA_BYTE), MAGIC)) {
      throw new IllegalArgumentException("is not an .npy file");
    }
    int version = start.get(ValueLayout.JAVA_BYTE, magic);
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException("is an .npy file of the unknown version " + version);
    }
    ByteBuffer length = start.asSlice(8, 4).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long text =
        version == 1
            ? Short.toUnsignedInt(length.getShort())
            : Integer.toUnsignedLong(length.getInt());
    int begin = version == 1 ? 10 : 12;
    if (text > Math.min(size - begin, MAX_HEADER_BYTES)) {
      throw new IllegalArgumentException(
          "is damaged: header of " + text + " bytes in a file of " + size);
    }
    return begin + (int) text;
  }

  /**
   * Reads the header, which fills {@code bytes}.
   *
   * @throws IllegalArgumentException saying what is wrong or not supported
   */
  public static NpyHeader read(MemorySegment bytes) {
    int begin = bytes.get(ValueLayout.JAVA_BYTE, MAGIC.length) == 1 ? 10 : 12;
    byte[] text = bytes.asSlice(begin).toArray(ValueLayout.JAVA_BYTE);
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  private static NpyHeader parse(String dictionary) {
    List<Long> shape = shape(find(SHAPE, dictionary, "shape"));
    String fortran = find(FORTRAN, dictionary, "fortran_order");
    return new NpyHeader(type(dictionary), fortran.equals("True") && shape.size() > 1, shape);
  }

  /** A structure is a list of fields, which may hold lists again: it is named, not taken apart. */
  private static NumpyType type(String dictionary) {
    Matcher structure = STRUCTURE.matcher(dictionary);
    if (!structure.find()) {
      return NumpyType.of(find(DESCR, dictionary, "descr"));
    }
    String fields = structure.group(1);
    int end = Math.max(fields.indexOf(", 'fortran_order'"), fields.indexOf(", \"fortran_order\""));
    return NumpyType.of(end < 0 ? fields.strip() : fields.substring(0, end));
  }

  private static String find(Pattern pattern, String dictionary, String what) {
    Matcher matcher = pattern.matcher(dictionary);
    if (!matcher.find()) {
      throw new IllegalArgumentException("its header has no usable " + what);
    }
    return matcher.group(1);
  }

  private static List<Long> shape(String tuple) {
    List<Long> shape = new ArrayList<>();
    for (String part : tuple.split(",", -1)) {
      String digits = part.strip().replace("L", "");
      if (!digits.isEmpty()) {
        if (!digits.matches("[0-9]{1,18}")) {
          throw new IllegalArgumentException("its header has the unusable shape (" + tuple + ")");
        }
        shape.add(Long.parseLong(digits));
      }
    }
    return shape;
  }

  /**
   * The bytes that an array of this type and shape takes.
   *
   * @throws IllegalArgumentException if that is more than a long holds
   */
  public long dataBytes() {
    return product(type.bytes(), shape);
  }

  /**
   * The number of elements of an array of this shape.
   *
   * @throws IllegalArgumentException if that is more than a long holds
   */
  public static long elements(List<Long> shape) {
    return product(1, shape);
  }

  private static long product(long first, List<Long> shape) {
    long product = first;
    try {
      for (long dimension : shape) {
        product = Math.multiplyExact(product, dimension);
      }
      return product;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("its shape " + shape + " is impossibly large", e);
    }
  }

  /**
   * The numbers of an array in row-major order: {@code data} itself, or a copy if the array is in
   * Fortran order or big-endian. What is only listed is given as it lies.
   *
   * @throws IllegalArgumentException if it does not hold numbers or {@code data} is not its size
   */
  public TensorEntry numbers(
      String name, MemorySegment data, Path file, SegmentAllocator allocator) {
    StoredType number = type.number();
    if (number == null) {
      throw new IllegalArgumentException("holds texts or Python objects, not numbers");
    }
    requireBytes(data.byteSize());
    if (!number.isComputed()) {
      return new TensorEntry(name, number, shape, data, file, type.format());
    }
    MemorySegment ordered = type.swapped() ? swapped(data, allocator) : data;
    if (!fortran) {
      return new TensorEntry(name, number, shape, ordered, file);
    }
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (long dimension : shape) {
      strides.add(stride);
      stride *= dimension;
    }
    MemorySegment rows = StridedCopy.copy(allocator, ordered, shape, strides, number.blockBytes());
    return new TensorEntry(name, number, shape, rows, file);
  }

  /** Texts or Python objects as a tensor that is only listed. */
  public TensorEntry listed(String name, MemorySegment data, Path file) {
    return new TensorEntry(name, StoredType.OTHER, shape, data, file, type.format());
  }

  /** A copy with the bytes of every element in the order of this machine. */
  private MemorySegment swapped(MemorySegment data, SegmentAllocator allocator) {
    int size = (int) type.bytes();
    MemorySegment copy = allocator.allocate(Math.max(1, data.byteSize()), 64);
    for (long at = 0; at < data.byteSize(); at++) {
      long from = at - at % size + size - 1 - at % size;
      copy.set(ValueLayout.JAVA_BYTE, at, data.get(ValueLayout.JAVA_BYTE, from));
    }
    return copy.asSlice(0, data.byteSize());
  }

  /** Fails unless the array takes {@code bytes} bytes. */
  public void requireBytes(long bytes) {
    if (type.bytes() == 0 && !type.isObject()) {
      requireWhole(bytes);
    } else if (dataBytes() != bytes) {
      throw new IllegalArgumentException(
          "is damaged: shape "
              + shape
              + " of "
              + (type.number() == null ? "texts" : type.format())
              + " needs "
              + dataBytes()
              + " bytes, the file has "
              + bytes);
    }
  }

  /** Where the size of an element is not known, all of them must at least have one size. */
  private void requireWhole(long bytes) {
    long elements = elements(shape);
    if (elements == 0 ? bytes != 0 : bytes % elements != 0) {
      throw new IllegalArgumentException(
          "is damaged: " + bytes + " bytes do not make " + elements + " elements of one size");
    }
  }

  /** The whole header as NumPy writes it, version 1.0, padded to a multiple of 64 bytes. */
  byte[] toBytes() {
    if (type.number() == null) {
      throw new IllegalArgumentException("only numbers are written");
    }
    String descr =
        switch (type.number()) {
          case BOOL -> "|b1";
          case U8 -> "|u1";
          case I8 -> "|i1";
          case I16 -> "<i2";
          case I32 -> "<i4";
          case I64 -> "<i8";
          case F16 -> "<f2";
          case F32 -> "<f4";
          case F64 -> "<f8";
          case U16 -> "<u2";
          case U32 -> "<u4";
          case U64 -> "<u8";
          default -> throw new IllegalArgumentException("NumPy has no " + type.number());
        };
    String tuple = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String comma = shape.size() == 1 ? "," : "";
    String dictionary =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + tuple + comma + "), }";
    int total = (10 + dictionary.length() + 1 + 63) / 64 * 64;
    if (total - 10 > 0xFFFF) {
      throw new IllegalArgumentException("too many dimensions: " + shape.size());
    }
    String padded = dictionary + " ".repeat(total - 10 - dictionary.length() - 1) + "\n";
    byte[] header = new byte[total];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[8] = (byte) (total - 10);
    header[9] = (byte) ((total - 10) >>> 8);
    System.arraycopy(padded.getBytes(StandardCharsets.US_ASCII), 0, header, 10, total - 10);
    return header;
  }
}
