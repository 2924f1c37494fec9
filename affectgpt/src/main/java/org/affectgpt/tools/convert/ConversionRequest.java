package org.affectgpt.tools.convert;

import java.nio.file.Path;
import java.util.Locale;
import org.affectgpt.io.stored.StoredType;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants.
 *
 * @param in a weight file or a folder
 * @param out a folder, or a file that ends in {@code .safetensors}
 * @param type null keeps the formats of the file
 * @param adapter an adapter folder of PEFT to merge
 * @param shardBytes most bytes of one file
 * @param force whether a model at {@code out} may be replaced
 */
public record ConversionRequest(
    Path in,
    Path out,
    @Nullable StoredType type,
    @Nullable Path adapter,
    long shardBytes,
    boolean force) {
  /** Whether the result is one file of tensors without configuration. */
  boolean toFile() {
    return String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }
}
