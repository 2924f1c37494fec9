package org.affectgpt.io.npy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.affectgpt.io.stored.StoredType;

/**
 * The header of an {@code .npy} file (NumPy enhancement proposal 1, versions 1.0, 2.0 and 3.0): a
 * Python dictionary with the number format, the order and the shape.
 */
record NpyHeader(StoredType type, List<Long> shape) {
  /** The first bytes of every file. */
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private static final Pattern DESCR = Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)");
  private static final Pattern FORTRAN =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9, L]*)\\)");

  /**
   * @throws IllegalArgumentException saying what is wrong or not supported
   */
  static NpyHeader parse(String dictionary) {
    List<Long> shape = shape(find(SHAPE, dictionary, "shape"));
    String fortran = find(FORTRAN, dictionary, "fortran_order");
    if (fortran.equals("True") && shape.size() > 1) {
      throw new IllegalArgumentException(
          "is in Fortran order; save numpy.ascontiguousarray(x) instead");
    }
    return new NpyHeader(type(find(DESCR, dictionary, "descr")), shape);
  }

  private static String find(Pattern pattern, String dictionary, String what) {
    Matcher matcher = pattern.matcher(dictionary);
    if (!matcher.find()) {
      throw new IllegalArgumentException("its header has no usable " + what);
    }
    return matcher.group(1);
  }

  private static StoredType type(String descr) {
    return switch (descr) {
      case "|b1" -> StoredType.BOOL;
      case "|u1", "<u1" -> StoredType.U8;
      case "|i1", "<i1" -> StoredType.I8;
      case "<i2" -> StoredType.I16;
      case "<i4" -> StoredType.I32;
      case "<i8" -> StoredType.I64;
      case "<f2" -> StoredType.F16;
      case "<f4" -> StoredType.F32;
      case "<f8" -> StoredType.F64;
      default -> {
        String hint = descr.startsWith(">") ? " (big-endian)" : "";
        throw new IllegalArgumentException(
            "holds the unsupported dtype "
                + descr
                + hint
                + "; save x.astype('float32') or similar");
      }
    };
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

  /** The bytes that an array of this type and shape takes. */
  long dataBytes() {
    long bytes = type.blockBytes();
    try {
      for (long dimension : shape) {
        bytes = Math.multiplyExact(bytes, dimension);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("its shape " + shape + " is impossibly large", e);
    }
  }

  /** The whole header as NumPy writes it, version 1.0, padded to a multiple of 64 bytes. */
  byte[] toBytes() {
    String descr =
        switch (type) {
          case BOOL -> "|b1";
          case U8 -> "|u1";
          case I8 -> "|i1";
          case I16 -> "<i2";
          case I32 -> "<i4";
          case I64 -> "<i8";
          case F16 -> "<f2";
          case F32 -> "<f4";
          case F64 -> "<f8";
          default -> throw new IllegalArgumentException("NumPy has no " + type);
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
