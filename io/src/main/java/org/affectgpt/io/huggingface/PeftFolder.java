package org.affectgpt.io.huggingface;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.affectgpt.io.ConfigReader;
import org.affectgpt.io.InputFile;
import org.affectgpt.io.TextFile;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;

/** An adapter in the layout of PEFT: {@code adapter_config.json} and the adapter's weights. */
public record PeftFolder(Path path) {
  public static final String CONFIG = "adapter_config.json";
  private static final List<String> WEIGHTS =
      List.of("adapter_model.safetensors", "adapter_model.bin");

  /** Whether a folder holds an adapter. */
  public static boolean is(Path path) {
    return InputFile.isThere(path.resolve(CONFIG));
  }

  /** What the adapter is: {@code adapter_config.json}. */
  public <C> C config(ConfigReader<C> reader) {
    return new TextFile(path.resolve(CONFIG)).read(reader);
  }

  /** The chat templates beside its tokenizer, if it has some. */
  public Optional<ChatTemplates> chatTemplates() {
    return new HuggingFaceFolder(path).chatTemplates();
  }

  /** The adapter's own tokenizer, if it has one. */
  public Optional<Tokenizer> tokenizer() {
    return new HuggingFaceFolder(path).tokenizer();
  }

  /** The file of the weights, if there is one. */
  public Optional<Path> weightsFile() {
    return WEIGHTS.stream().map(path::resolve).filter(InputFile::isThere).findFirst();
  }

  /**
   * The file of the weights.
   *
   * @throws InputException if there is none
   */
  public Path requireWeightsFile() {
    return weightsFile()
        .orElseThrow(
            () -> new InputException(path + ": holds neither " + String.join(" nor ", WEIGHTS)));
  }

  /** The weights, mapped for as long as {@code arena} lives. */
  public TensorSource weights(Arena arena) {
    return WeightFiles.open(requireWeightsFile(), arena);
  }
}
