package org.affectgpt.io.torch;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.stored.NamedTensors;
import org.affectgpt.io.stored.ShardIndex;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;

/**
 * The weights of a Hugging Face model folder in PyTorch's format: {@code pytorch_model.bin}, or the
 * shards listed in {@code pytorch_model.bin.index.json}, seen as one set of names.
 */
public final class TorchFolder {
  public static final String SINGLE = "pytorch_model.bin";
  public static final String INDEX = "pytorch_model.bin.index.json";

  private TorchFolder() {}

  /** Whether the folder holds weights in this format. */
  public static boolean isPresent(Path folder) {
    return InputFile.isThere(folder.resolve(SINGLE)) || InputFile.isThere(folder.resolve(INDEX));
  }

  /**
   * Maps the folder's weights for as long as {@code arena} lives.
   *
   * @throws InputException naming the file that is missing or damaged
   */
  public static TensorSource open(Path folder, Arena arena) {
    Path single = folder.resolve(SINGLE);
    if (InputFile.isThere(single)) {
      return TorchFile.open(single, arena).source();
    }
    Path index = folder.resolve(INDEX);
    if (InputFile.isThere(index)) {
      return new NamedTensors(
          folder, ShardIndex.read(index, shard -> TorchFile.open(shard, arena).source()));
    }
    throw new InputException(folder + ": holds neither " + SINGLE + " nor " + INDEX);
  }
}
