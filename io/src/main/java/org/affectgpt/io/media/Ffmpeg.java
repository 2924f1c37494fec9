package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** What every use of the native FFmpeg libraries needs: quiet loading, names and error texts. */
final class Ffmpeg {
  /** Why the libraries cannot be used here; null when they can. */
  private static final @Nullable String PROBLEM = problem();

  private Ffmpeg() {}

  /**
   * Loads the libraries and silences them; every entry point calls it first.
   *
   * @throws FailedException if this machine cannot load them, with the reason and the remedy
   */
  static void load() {
    if (PROBLEM != null) {
      throw new FailedException(PROBLEM);
    }
  }

  private static @Nullable String problem() {
    // JavaCPP would otherwise refuse small allocations once the whole process, mapped model
    // weights included, is larger than a multiple of the Java heap.
    System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    NativeFolder folder = NativeFolder.choose();
    Path chosen = folder.path();
    if (chosen == null) {
      return folder.problem();
    }
    System.setProperty(NativeFolder.PROPERTY, chosen.toString());
    try {
      av_log_set_level(AV_LOG_QUIET);
      Loader.load(swresample.class);
      Loader.load(avcodec.class);
      Loader.load(avformat.class);
      Loader.load(swscale.class);
      return null;
    } catch (LinkageError e) {
      return "the media libraries for %s cannot be loaded from %s: %s; %s"
          .formatted(Loader.getPlatform(), chosen, reason(e), NativeFolder.REMEDY);
    }
  }

  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = cause.getMessage();
    return said == null || said.isBlank() ? "the system gives no reason" : said.strip();
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
