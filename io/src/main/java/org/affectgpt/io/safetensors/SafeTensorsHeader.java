package org.affectgpt.io.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header: per tensor its format, shape and byte range, and free metadata. Accepts what the
 * reference library accepts: ranges must follow one another from 0 to the end of the file without
 * gap or overlap.
 */
record SafeTensorsHeader(Map<String, String> metadata, List<Tensor> tensors) {
  static final String METADATA = "__metadata__";

  /**
   * Metadata key, with the tensor's name after it, of a block format. Such a tensor lies as U8 of
   * {@code [..., bytes of a row]}, so that every reader of the format can open the file.
   */
  static final String QUANTIZED = "quantized.";

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** A tensor's place: bytes {@code begin .. end} after the header. */
  record Tensor(String name, StoredType type, List<Long> shape, long begin, long end) {}

  /** What is wrong with the header; the caller adds the file's name. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** Reads the header and checks it against the number of bytes that follow it. */
  static SafeTensorsHeader read(InputStream json, long dataBytes) throws Malformed, IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Tensor> tensors = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken() == JsonToken.START_OBJECT, "the header is not a JSON object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(METADATA)) {
          readMetadata(parser, metadata);
        } else {
          tensors.add(readTensor(parser, name));
        }
      }
      expect(parser.nextToken() == null, "the header has text after its JSON object");
    }
    tensors.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    checkRanges(tensors, dataBytes);
    return new SafeTensorsHeader(metadata, tensors);
  }

  private static void readMetadata(JsonParser parser, Map<String, String> metadata)
      throws Malformed, IOException {
    expect(parser.currentToken() == JsonToken.START_OBJECT, METADATA + " is not a JSON object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      expect(
          parser.nextToken() == JsonToken.VALUE_STRING,
          METADATA + " value of '" + key + "' is not a string");
      metadata.put(key, parser.getText());
    }
  }

  private static Tensor readTensor(JsonParser parser, String name) throws Malformed, IOException {
    String at = "tensor '" + name + "' ";
    expect(parser.currentToken() == JsonToken.START_OBJECT, at + "is not a JSON object");
    StoredType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> {
          String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "?";
          type = StoredType.of(text);
          expect(isPlain(type), at + "has the unknown dtype " + text);
        }
        case "shape" -> shape = readLongs(parser, at + "shape");
        case "data_offsets" -> offsets = readLongs(parser, at + "data_offsets");
        default -> throw new Malformed(at + "has the unknown field '" + field + "'");
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new Malformed(at + "needs dtype, shape and two data_offsets");
    }
    return checked(at, new Tensor(name, type, shape, offsets.get(0), offsets.get(1)));
  }

  /** Whether the format itself has such a dtype: neither blocks nor what only other files hold. */
  private static boolean isPlain(@Nullable StoredType type) {
    return type != null && !type.isBlock() && type.compareTo(StoredType.U64) <= 0;
  }

  private static Tensor checked(String at, Tensor t) throws Malformed {
    expect(t.begin <= t.end, at + "ends at byte " + t.end + ", before its begin " + t.begin);
    long bytes;
    try {
      long elements = 1;
      for (long dimension : t.shape) {
        elements = Math.multiplyExact(elements, dimension);
      }
      bytes = t.type.bytes(elements);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new Malformed(at + "has the impossible shape " + t.shape + " of " + t.type);
    }
    expect(
        bytes == t.end - t.begin,
        at
            + "of shape "
            + t.shape
            + " and dtype "
            + t.type
            + " needs "
            + bytes
            + " bytes but has "
            + (t.end - t.begin));
    return t;
  }

  private static List<Long> readLongs(JsonParser parser, String what)
      throws Malformed, IOException {
    expect(parser.currentToken() == JsonToken.START_ARRAY, what + " is not a list");
    LongArrayList values = new LongArrayList();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean integer =
          parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      expect(integer && parser.getLongValue() >= 0, what + " holds something not a whole number");
      values.add(parser.getLongValue());
    }
    return List.copyOf(values);
  }

  private static void checkRanges(List<Tensor> tensors, long dataBytes) throws Malformed {
    long end = 0;
    for (Tensor t : tensors) {
      String at = "tensor '" + t.name + "' ";
      expect(
          t.end <= dataBytes,
          at + "ends at byte " + t.end + " but the file holds " + dataBytes + " (truncated?)");
      expect(t.begin >= end, at + "overlaps the tensor before it");
      expect(t.begin == end, at + "begins at byte " + t.begin + " after a gap from " + end);
      end = t.end;
    }
    expect(end == dataBytes, "tensors end at byte " + end + " but the file holds " + dataBytes);
  }

  private static void expect(boolean condition, @Nullable String otherwise) throws Malformed {
    if (!condition) {
      throw new Malformed(String.valueOf(otherwise));
    }
  }
}
