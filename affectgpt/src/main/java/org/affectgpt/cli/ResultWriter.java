package org.affectgpt.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where results go: UTF-8 whatever the locale, and a memory of why they could not be written. A
 * command whose results are lost has failed, however well it ran.
 */
final class ResultWriter extends PrintWriter {
  private final Sink sink;

  private ResultWriter(Sink sink) {
    super(new OutputStreamWriter(new BufferedOutputStream(sink), StandardCharsets.UTF_8), true);
    this.sink = sink;
  }

  /** The standard output of this process. */
  static ResultWriter standard() {
    return of(new FileOutputStream(FileDescriptor.out));
  }

  static ResultWriter of(OutputStream stream) {
    return new ResultWriter(new Sink(stream));
  }

  /**
   * The exit code of a command that ended with {@code code}, now that all of its results are out.
   */
  static int finish(int code, PrintWriter out, PrintWriter err) {
    if (!out.checkError() || code != 0) {
      return code;
    }
    String reason = out instanceof ResultWriter results ? results.reason() : "";
    if (!reason.contains("broken pipe")) { // else the reader has what it wanted
      err.println(
          "affectgpt: the results could not be written"
              + (reason.isEmpty() ? "" : ": " + reason)
              + "; write them elsewhere and run again");
      err.flush();
    }
    return 1;
  }

  private String reason() {
    IOException failure = sink.failure;
    String said = failure == null ? null : failure.getMessage();
    return said == null ? "" : said.toLowerCase(Locale.ROOT);
  }

  private static final class Sink extends OutputStream {
    private final OutputStream stream;
    private @Nullable IOException failure;

    Sink(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (failure != null) {
        throw failure; // nothing more will arrive
      }
      try {
        stream.write(bytes, from, count);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }
  }
}
