package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * Writes short clips as MP4: MPEG-4 video of constant high quality and, if there is sound, AAC. The
 * same input gives the same bytes: one thread, no time stamps, no encoder names. Clips may be
 * written from many threads at once.
 */
public final class Mp4Writer {
  private Mp4Writer() {}

  /**
   * Writes to a temporary file beside {@code file} and renames it.
   *
   * @param fps frames a second
   * @param rgbFrames one [height, width, 3] array a frame
   * @param mono samples in [-1, 1], or null for a clip without sound
   * @param sampleRate a rate that AAC knows: 8, 11.025, 12, 16, 22.05, 24, 32, 44.1, 48, 64, 88.2
   *     or 96 kHz
   */
  public static void write(
      Path file,
      int width,
      int height,
      double fps,
      List<byte[]> rgbFrames,
      float @Nullable [] mono,
      int sampleRate) {
    Ffmpeg.load();
    if (rgbFrames.isEmpty()) {
      throw new IllegalArgumentException("no frames");
    }
    try {
      TemporaryFile.replace(
          file, temporary -> encode(temporary, width, height, fps, rgbFrames, mono, sampleRate));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot write it", e);
    }
  }

  private static void encode(
      Path file,
      int width,
      int height,
      double fps,
      List<byte[]> rgbFrames,
      float @Nullable [] mono,
      int sampleRate) {
    AVFormatContext format = new AVFormatContext(null);
    Ffmpeg.check(
        avformat_alloc_output_context2(format, null, "mp4", Ffmpeg.url(file)),
        file,
        "set up the mp4 container");
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    AVIOContext output = new AVIOContext(null);
    try (VideoTrack video = new VideoTrack(format, file, width, height, fps);
        AudioTrack audio = mono == null ? null : new AudioTrack(format, file, mono, sampleRate)) {
      Ffmpeg.check(avio_open(output, Ffmpeg.url(file), AVIO_FLAG_WRITE), file, "write it");
      format.pb(output);
      Ffmpeg.check(avformat_write_header(format, (AVDictionary) null), file, "write it");
      for (byte[] frame : rgbFrames) {
        // Both tracks advance together, so that the container stores them side by side.
        if (audio != null) {
          audio.writeUntil(video.seconds());
        }
        video.write(frame);
      }
      video.finish();
      if (audio != null) {
        audio.finish();
      }
      Ffmpeg.check(av_write_trailer(format), file, "write it");
      Ffmpeg.check(avio_closep(output), file, "write it");
    } finally {
      if (!output.isNull()) {
        avio_closep(output);
      }
      avformat_free_context(format);
    }
  }
}
