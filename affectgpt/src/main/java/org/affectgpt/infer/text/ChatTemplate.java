package org.affectgpt.infer.text;

import java.nio.file.Path;
import java.util.Optional;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.DecoderFamily;
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
    /** Qwen: {@code <|im_start|>user\n...<|im_end|>\n}. */
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

  /**
   * The template of a model: of a known form, and with its marks in the vocabulary; or none.
   *
   * @param jinja the template's program, or null where the model carries none
   */
  static Optional<ChatTemplate> of(
      @Nullable String jinja, DecoderConfig config, Tokenizer tokenizer) {
    Form form = config.family() == DecoderFamily.LLAMA ? Form.LLAMA3 : Form.CHATML;
    boolean written =
        jinja == null
            || (jinja.contains(form.begin)
                && jinja.contains(form.end)
                && !jinja.contains("Cutting Knowledge Date"));
    boolean known = tokenizer.id(form.begin) >= 0 && tokenizer.id(form.end) >= 0;
    return written && known
        ? Optional.of(new ChatTemplate(form, jinja == null ? null : system(jinja)))
        : Optional.empty();
  }

  private static @Nullable String system(String jinja) {
    if (jinja.contains(QWEN25)) {
      return QWEN25;
    }
    return jinja.contains(QWEN2) ? QWEN2 : null;
  }

  /** The refusal for a model whose template is not known. */
  static InputException unknown(Path model) {
    return new InputException(
        model
            + ": its chat template is not known (only those of Qwen and Llama 3 are); leave --chat"
            + " out and write the whole prompt");
  }
}
