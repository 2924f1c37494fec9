package org.affectgpt.io.weights;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.stored.Widening;

/** Weights of 8-bit floats with their scales applied: BF16 copies, the scales themselves gone. */
public final class ScaledWeights {
  private ScaledWeights() {}

  /** Whether a source holds scales, so that its matrices cannot be used as they lie. */
  public static boolean hasScales(TensorSource source) {
    return source.entries().stream().anyMatch(e -> BlockScales.isScale(e.name()));
  }

  /** The source with every scaled matrix copied to BF16; the source itself if it has no scales. */
  public static TensorSource of(TensorSource source, Path path, Arena arena) {
    if (!hasScales(source)) {
      return source;
    }
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    for (TensorEntry e : source.entries()) {
      BlockScales scales = BlockScales.of(e, source.find(BlockScales.nameFor(e.name())));
      if (scales != null) {
        entries.put(
            e.name(),
            new TensorEntry(
                e.name(),
                StoredType.BF16,
                e.shape(),
                Widening.toBf16(e, arena, scales::apply),
                e.file()));
      } else if (!isApplied(e, source)) {
        entries.put(e.name(), e);
      }
    }
    return new NamedTensors(path, entries);
  }

  private static boolean isApplied(TensorEntry scales, TensorSource source) {
    if (!BlockScales.isScale(scales.name())) {
      return false;
    }
    int cut = scales.name().length() - BlockScales.nameFor("").length();
    TensorEntry matrix = source.find(scales.name().substring(0, cut));
    return matrix != null && matrix.type().isFloat8();
  }
}
