package org.affectgpt.tools.convert;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;

/** What a conversion did. */
public final class ConversionReport {
  private final Map<StoredType, Integer> tensors = new EnumMap<>(StoredType.class);
  private final Map<String, Integer> notes = new LinkedHashMap<>();
  private long bytesIn;
  private long bytesOut;

  void add(StoredType type, long in, long out) {
    tensors.merge(type, 1, Integer::sum);
    bytesIn += in;
    bytesOut += out;
  }

  void note(String text) {
    notes.merge(text, 1, Integer::sum);
  }

  /** Tensors written, by format. */
  public Map<StoredType, Integer> tensors() {
    return tensors;
  }

  /** What the user may not expect, with the number of tensors it happened to. */
  public Map<String, Integer> notes() {
    return notes;
  }

  /** Bytes of the tensors that were read. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes of the tensors that were written. */
  public long bytesOut() {
    return bytesOut;
  }
}
