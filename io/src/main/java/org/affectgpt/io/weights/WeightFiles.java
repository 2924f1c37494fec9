package org.affectgpt.io.weights;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.npy.NpyArray;
import org.affectgpt.io.npz.NpzFile;
import org.affectgpt.io.onnx.LayerNames;
import org.affectgpt.io.onnx.OnnxFile;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.torch.TorchFile;
import org.affectgpt.io.torch.TorchFolder;
import org.affectgpt.tensor.InputException;

/** Opens weights of any format that the project reads: one file, or a Hugging Face folder. */
public final class WeightFiles {
  private static final List<String> TORCH = List.of(".bin", ".pt", ".pth", ".ckpt");

  /** What exporters call a model in a folder of its own. */
  private static final String ONNX_MODEL = "model.onnx";

  private WeightFiles() {}

  /**
   * Maps the weights for as long as {@code arena} lives; {@code Arena.ofAuto()} for weights that
   * are used in place.
   *
   * <p>A PyTorch training checkpoint gives all its tensors with the path to them before their
   * names, for example {@code model.<name>}; {@link TorchFile#source(String)} gives one part.
   *
   * <p>The tensors of an ONNX file keep its names; those of a folder with {@code model.onnx} alone
   * take the names that their layers had in PyTorch.
   *
   * @param path a file, told by its extension, or a folder with single or sharded weights
   * @throws InputException naming what is missing, damaged or of no known format
   */
  public static TensorSource open(Path path, Arena arena) {
    if (Files.isDirectory(path)) {
      boolean safetensors = SafeTensorsFolder.isPresent(path);
      if (!safetensors && TorchFolder.isPresent(path)) {
        return TorchFolder.open(path, arena);
      }
      Path onnx = path.resolve(ONNX_MODEL);
      if (!safetensors && Files.isRegularFile(onnx)) {
        return LayerNames.of(OnnxFile.open(onnx, arena), onnx, arena);
      }
      return SafeTensorsFolder.open(path, arena);
    }
    InputFile.require(path, "no such file or folder");
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      return SafeTensorsFile.open(path, arena);
    }
    if (name.endsWith(".gguf")) {
      return GgufFile.open(path, arena);
    }
    if (name.endsWith(".onnx")) {
      return OnnxFile.open(path, arena);
    }
    if (name.endsWith(".npy")) {
      return NpyArray.source(path, arena);
    }
    if (name.endsWith(".npz")) {
      return NpzFile.open(path, arena);
    }
    if (TORCH.stream().anyMatch(name::endsWith)) {
      return TorchFile.open(path, arena).source();
    }
    throw new InputException(
        path
            + ": not a weight file: its extension is none of .safetensors .gguf .npz .npy .onnx "
            + String.join(" ", TORCH));
  }
}
