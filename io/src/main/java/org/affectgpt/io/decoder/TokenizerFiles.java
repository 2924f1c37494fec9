package org.affectgpt.io.decoder;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.affectgpt.io.chat.ChatTemplates;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufTemplates;
import org.affectgpt.io.gguf.GgufTokenizer;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.tensor.InputException;

/**
 * A tokenizer on disk, without the model that it may belong to.
 *
 * @param path where it was opened
 * @param templates the chat templates beside it, where there are some
 */
public record TokenizerFiles(Path path, Tokenizer tokenizer, Optional<ChatTemplates> templates) {
  /**
   * Opens a folder with a {@code tokenizer.json}, such a file, or a GGUF file.
   *
   * @throws InputException naming what is missing, damaged or not supported
   */
  public static TokenizerFiles open(Path path) {
    if (Files.isDirectory(path)) {
      HuggingFaceFolder folder = new HuggingFaceFolder(path);
      return new TokenizerFiles(path, folder.requireTokenizer(), folder.chatTemplates());
    }
    if (String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      GgufFile file = GgufFile.open(path, Arena.ofAuto());
      return new TokenizerFiles(path, GgufTokenizer.of(file).tokenizer(), GgufTemplates.of(file));
    }
    Tokenizer tokenizer = Tokenizer.load(path);
    Path parent = path.toAbsolutePath().getParent();
    return new TokenizerFiles(
        path,
        tokenizer,
        parent == null ? Optional.empty() : new HuggingFaceFolder(parent).chatTemplates());
  }

  /**
   * The chat templates, which have to be there.
   *
   * @throws InputException if there are none
   */
  public ChatTemplates requireTemplates() {
    return templates.orElseThrow(
        () ->
            new InputException(
                path
                    + ": has no chat template (neither chat_template.jinja nor the key"
                    + " chat_template of tokenizer_config.json); leave --chat out"));
  }
}
