package org.affectgpt.tools.memory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.affectgpt.io.decoder.DecoderFiles;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.ModuleWeights;
import org.affectgpt.tools.memory.MemoryPart.Place;

/**
 * What stored weights take when a module uses them in place: matrices stay mapped in their own
 * format, everything else, and every format that kernels do not take, is an F32 copy on the heap.
 *
 * @param matrixElements elements of the mapped matrices
 * @param matrixBytes bytes of the mapped matrices
 */
public record WeightMemory(List<MemoryPart> parts, long matrixElements, long matrixBytes) {
  public WeightMemory {
    parts = List.copyOf(parts);
  }

  /** A decoder, with what widening its blocks takes beside the mapped file. */
  public static WeightMemory of(DecoderFiles decoder) {
    WeightMemory mapped = of(decoder.mapped());
    if (decoder.widenedBytes() == 0) {
      return mapped;
    }
    List<MemoryPart> parts = new ArrayList<>(mapped.parts());
    parts.add(new MemoryPart("widened blocks", Place.NATIVE, decoder.widenedBytes()));
    return new WeightMemory(parts, mapped.matrixElements(), mapped.matrixBytes());
  }

  /** All tensors of a source. */
  public static WeightMemory of(TensorSource source) {
    return of(source, name -> true);
  }

  /**
   * The tensors of a source that are used.
   *
   * @param used by name; tensors that no parameter asks for are never touched
   */
  public static WeightMemory of(TensorSource source, Predicate<String> used) {
    Map<StoredType, Long> mapped = new EnumMap<>(StoredType.class);
    long copies = 0;
    long elements = 0;
    for (TensorEntry e : source.entries()) {
      if (used.test(e.name())) {
        if (e.shape().size() == 2 && ModuleWeights.isUsedInPlace(e.type())) {
          mapped.merge(e.type(), e.data().byteSize(), Long::sum);
          elements += e.elements();
        } else {
          copies += 4 * e.elements();
        }
      }
    }
    List<MemoryPart> parts = new ArrayList<>();
    mapped.forEach(
        (type, bytes) ->
            parts.add(
                new MemoryPart(
                    type.name().toLowerCase(Locale.ROOT) + " weights", Place.MAPPED, bytes)));
    if (copies > 0) {
      parts.add(new MemoryPart("expanded copies", Place.HEAP, copies));
    }
    return new WeightMemory(
        parts, elements, mapped.values().stream().mapToLong(Long::longValue).sum());
  }
}
