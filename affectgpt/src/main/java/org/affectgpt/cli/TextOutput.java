package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.affectgpt.infer.text.GeneratedText;
import org.affectgpt.infer.text.TextGenerator;

/**
 * Where generated texts go: on a terminal a single text appears as it grows, else texts are printed
 * once when all are done.
 */
final class TextOutput implements TextGenerator.Pieces {
  private final PrintWriter out;
  private final boolean terminal;
  private final boolean streaming;
  private volatile boolean open;

  TextOutput(PrintWriter out, boolean terminal, boolean streaming) {
    this.out = out;
    this.terminal = terminal;
    this.streaming = streaming;
    if (streaming) {
      // an interrupted text must not leave the prompt of the shell in the middle of its line
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }
  }

  @Override
  public void text(int row, String piece) {
    if (streaming) {
      open = true;
      out.print(plain(piece));
      out.flush();
    }
  }

  /** Ends the line of a text that is still open. */
  private void close() {
    if (open) {
      open = false;
      out.println();
      out.flush();
    }
  }

  /** Prints the texts that were not streamed. */
  void finish(List<String> prompts, List<GeneratedText> texts) {
    close();
    for (int i = 0; i < texts.size() && !streaming; i++) {
      if (texts.size() > 1) {
        out.println("== " + prompts.get(i).strip().lines().findFirst().orElse(""));
      }
      out.println(plain(texts.get(i).text()));
    }
    out.flush();
  }

  /** One JSON object a text. */
  void json(List<GeneratedText> texts) {
    ObjectMapper mapper = new ObjectMapper();
    for (GeneratedText t : texts) {
      ObjectNode node = mapper.createObjectNode();
      node.put("text", t.text());
      node.set("ids", mapper.valueToTree(t.ids()));
      node.put("prompt_tokens", t.promptTokens())
          .put("tokens", t.ids().length)
          .put("prefill_seconds", Rounded.seconds(t.prefillSeconds()))
          .put("decode_seconds", Rounded.seconds(t.decodeSeconds()))
          .put("tokens_per_s", Rounded.figure(t.tokensPerSecond()))
          .put("finish_reason", t.finish().name().toLowerCase(Locale.ROOT));
      out.println(node);
    }
    out.flush();
  }

  /** Control characters that a model may emit must not move the terminal's cursor. */
  private String plain(String text) {
    return terminal ? text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ") : text;
  }

  /** How fast it went. */
  static String speed(List<GeneratedText> texts) {
    int prompt = texts.stream().mapToInt(GeneratedText::promptTokens).sum();
    int made = texts.stream().mapToInt(t -> t.ids().length).sum();
    double prefill = texts.getFirst().prefillSeconds();
    double decode = texts.stream().mapToDouble(GeneratedText::decodeSeconds).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "prompt: %d tokens, %.1f/s; text: %d tokens, %.1f/s; first token after %.2f s",
        prompt,
        prompt / Math.max(prefill, 1e-9),
        made,
        (made - texts.size()) / Math.max(decode, 1e-9),
        prefill);
  }
}
