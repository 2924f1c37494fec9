package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;
import org.affectgpt.infer.AnswerTiming;
import org.affectgpt.infer.ClipAnswer;
import org.affectgpt.tools.memory.MachineMemory;

/**
 * What {@code infer} prints.
 *
 * @param description whether a description was asked for
 */
record InferOutput(ClipAnswer answer, AnswerTiming timing, boolean description) {

  /** One object. */
  ObjectNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.set("labels", mapper.valueToTree(answer.labels()));
    node.put("answer", answer.text())
        .put("seconds", Rounded.seconds(AnswerTiming.seconds()))
        .put("load_seconds", Rounded.seconds(timing.loadSeconds()))
        .put("ready_seconds", Rounded.seconds(timing.readySeconds()))
        .put("first_token_seconds", Rounded.seconds(timing.firstTokenSeconds()))
        .put("tokens", timing.tokens())
        .put("subtitle_tokens_cut", answer.prompt().cut());
    timing.tokensPerSecond().ifPresent(t -> node.put("tokens_per_s", Rounded.figure(t)));
    timing
        .readBandwidth()
        .ifPresent(
            r ->
                node.put("token_gb", Rounded.figure(timing.tokenBytes() / 1e9))
                    .put("read_gbps", Rounded.figure(r / 1e9)));
    MachineMemory.peakResident().ifPresent(p -> node.put("peak_rss", p));
    answer.reasoning().ifPresent(r -> node.put("reasoning", r));
    if (description) {
      node.put("description", answer.conclusion());
    }
    return node;
  }

  /** Rows for people; {@code stats} adds how long what took, and the memory. */
  void print(PrintWriter out, boolean stats) {
    row(
        out,
        "emotions",
        answer.labels().isEmpty() ? "none named" : String.join(", ", answer.labels()));
    answer.reasoning().ifPresent(r -> row(out, "reasoning", r));
    row(out, description ? "description" : "answer", answer.conclusion());
    row(out, "seconds", text("%.1f since the start", AnswerTiming.seconds()));
    if (stats) {
      stats(out);
    }
  }

  private void stats(PrintWriter out) {
    row(
        out,
        "loading",
        text("%.2f s, ready %.1f s after the start", timing.loadSeconds(), timing.readySeconds()));
    row(out, "first token", text("%.1f s after the start", timing.firstTokenSeconds()));
    timing
        .tokensPerSecond()
        .ifPresent(t -> row(out, "speed", text("%.2f tokens/s, %d tokens", t, timing.tokens())));
    timing
        .readBandwidth()
        .ifPresent(
            r ->
                row(
                    out,
                    "weights",
                    text(
                        "%.2f GB a token, of %.1f GB/s that this machine reads",
                        timing.tokenBytes() / 1e9, r / 1e9)));
    OptionalLong peak = MachineMemory.peakResident();
    peak.ifPresent(
        p -> row(out, "peak memory", text("%.2f GiB resident", p / (double) (1L << 30))));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** One row; control characters that a model may emit must not move the terminal's cursor. */
  private static void row(PrintWriter out, String title, String text) {
    String plain = text.replaceAll("[\\p{Cntrl}&&[^\n]]", " ");
    out.printf(Locale.ROOT, "%-12s %s%n", title, plain.replace("\n", "\n             "));
  }
}
