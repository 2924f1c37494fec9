package org.affectgpt.app.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.nn.qwen2.Qwen2Config;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * How one question is wrapped for a model that was tuned to converse. Templates of models are Jinja
 * programs; the two forms known here are told by their marks and not by running them.
 *
 * @param form which marks stand around a turn
 * @param system what the system says when the user leaves it open; null for nothing
 */
public record ChatTemplate(Form form, @Nullable String system) {
  private static final String QWEN25 =
      "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";
  private static final String QWEN2 = "You are a helpful assistant.";

  /** The known forms. */
  public enum Form {
    /** Qwen2: {@code <|im_start|>user\n...<|im_end|>\n}. */
    CHATML("<|im_start|>", "<|im_end|>"),
    /** Llama 3: {@code <|start_header_id|>user<|end_header_id|>\n\n...<|eot_id|>}. */
    LLAMA3("<|start_header_id|>", "<|eot_id|>");

    private final String begin;
    private final String end;

    Form(String begin, String end) {
      this.begin = begin;
      this.end = end;
    }

    private String head(String role) {
      return this == CHATML ? begin + role + "\n" : begin + role + "<|end_header_id|>\n\n";
    }

    private String turn(String role, String text) {
      return head(role)
          + (this == CHATML ? text : text.strip())
          + end
          + (this == CHATML ? "\n" : "");
    }
  }

  /** The prompt at whose end the assistant's answer begins. */
  public String prompt(@Nullable String givenSystem, String user) {
    String said = givenSystem == null ? system : givenSystem;
    return (form == Form.LLAMA3 ? "<|begin_of_text|>" : "")
        + (said == null ? "" : form.turn("system", said))
        + form.turn("user", user)
        + form.head("assistant");
  }

  /** The token that ends an answer. */
  public String end() {
    return form.end;
  }

  /** The template of a folder: of a known form, and with its marks in the vocabulary; or none. */
  static Optional<ChatTemplate> of(Path folder, Qwen2Config config, Tokenizer tokenizer) {
    String jinja = jinja(folder);
    for (Form form : Form.values()) {
      boolean spoken = jinja.isEmpty() || (jinja.contains(form.begin) && jinja.contains(form.end));
      boolean known = tokenizer.id(form.begin) >= 0 && tokenizer.id(form.end) >= 0;
      if (spoken && known && (form == Form.CHATML) == config.modelType().equals("qwen2")) {
        return jinja.contains("Cutting Knowledge Date")
            ? Optional.empty()
            : Optional.of(new ChatTemplate(form, system(jinja)));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String system(String jinja) {
    if (jinja.contains(QWEN25)) {
      return QWEN25;
    }
    return jinja.contains(QWEN2) ? QWEN2 : null;
  }

  private static String jinja(Path folder) {
    Path own = folder.resolve("chat_template.jinja");
    if (Files.isRegularFile(own)) {
      return DecoderFolder.text(own);
    }
    Path file = folder.resolve("tokenizer_config.json");
    if (!Files.isRegularFile(file)) {
      return "";
    }
    JsonConfig c = JsonConfig.parse(DecoderFolder.text(file), file.toString());
    return c.isText("chat_template") ? c.text("chat_template", "") : "";
  }

  /** The refusal for a model whose template is not known. */
  static InputException unknown(Path model) {
    return new InputException(
        model
            + ": its chat template is not known (only those of Qwen2 and Llama 3 are); leave --chat"
            + " out and write the whole prompt");
  }
}
