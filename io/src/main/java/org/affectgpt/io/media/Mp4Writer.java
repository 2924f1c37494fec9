package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.AtomicFile;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
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
    AtomicFile.write(file, encode(file, width, height, fps, rgbFrames, mono, sampleRate));
  }

  /** The whole file, made in memory: the container needs to seek, and clips are short. */
  private static byte[] encode(
      Path file,
      int width,
      int height,
      double fps,
      List<byte[]> rgbFrames,
      float @Nullable [] mono,
      int sampleRate) {
    AVFormatContext format = new AVFormatContext(null);
    Ffmpeg.check(
        avformat_alloc_output_context2(format, null, "mp4", (String) null),
        file,
        "set up the mp4 container");
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
    AVIOContext output = new AVIOContext(null);
    try (VideoTrack video = new VideoTrack(format, file, width, height, fps);
        AudioTrack audio = mono == null ? null : new AudioTrack(format, file, mono, sampleRate)) {
      Ffmpeg.check(avio_open_dyn_buf(output), file, "set up its buffer");
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
      return bytes(output);
    } finally {
      if (!output.isNull()) {
        bytes(output);
      }
      avformat_free_context(format);
    }
  }

  /** Closes the buffer and returns what was written to it. */
  private static byte[] bytes(AVIOContext output) {
    BytePointer buffer = new BytePointer((BytePointer) null);
    byte[] bytes = new byte[avio_close_dyn_buf(output, buffer)];
    buffer.get(bytes);
    av_free(buffer);
    output.setNull();
    return bytes;
  }
}
