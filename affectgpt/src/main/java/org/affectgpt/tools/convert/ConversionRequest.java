package org.affectgpt.tools.convert;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.affectgpt.io.StagedFolder;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants.
 *
 * @param in a weight file or a folder
 * @param out a folder, or a file that ends in {@code .safetensors}
 * @param type null keeps the formats of the file
 * @param adapter an adapter folder of PEFT to merge
 * @param shardBytes most bytes of one file
 * @param overwrite whether what an earlier conversion made at {@code out} may be replaced
 */
public record ConversionRequest(
    Path in,
    Path out,
    @Nullable StoredType type,
    @Nullable Path adapter,
    long shardBytes,
    boolean overwrite) {
  private static final List<String> CONFIGS = List.of(ModelFolder.CONFIG, HuggingFaceFolder.CONFIG);

  /** Whether the result is one file of tensors without configuration. */
  boolean toFile() {
    return String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  /** Begins the folder of the result. */
  StagedFolder staged() {
    return new StagedFolder(out, "convert", CONFIGS, overwrite);
  }
}
