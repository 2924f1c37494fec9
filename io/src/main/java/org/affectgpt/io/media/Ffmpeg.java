package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.tensor.InputException;

/** What every use of the native FFmpeg libraries needs: quiet loading, names and error texts. */
final class Ffmpeg {
  static {
    // JavaCPP would otherwise refuse small allocations once the whole process, mapped model
    // weights included, is larger than a multiple of the Java heap.
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    av_log_set_level(AV_LOG_QUIET);
  }

  private Ffmpeg() {}

  /** Loads the libraries and silences them; every entry point calls it first. */
  static void load() {
    // The static initialiser has done the work.
  }

  /** The file as an FFmpeg URL, so that a colon in a name is not taken for a protocol. */
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  static String describe(int error) {
    byte[] text = new byte[256];
    av_strerror(error, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns {@code code}, or throws when it is an error: "FILE: cannot WHAT (reason)". */
  static int check(int code, Path file, String what) {
    if (code < 0) {
      throw new InputException(file + ": cannot " + what + " (" + describe(code) + ")");
    }
    return code;
  }
}
