package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * A video or audio file, opened once for all that is read of it: {@link VideoReader} takes its
 * frames, {@link AudioReader} its sound. What was read of a clip stays in memory, compressed, until
 * it is closed; of a film, which has more, the open file is read again.
 */
public final class MediaFile implements AutoCloseable {
  /** What is to be read of a file. */
  public enum Part {
    VIDEO,
    SOUND,
    BOTH
  }

  /** Compressed pictures and sound of a clip. */
  static final long KEPT_BYTES = 64L << 20;

  private static final int VP8_SHOW = 0x10;

  private final Path path;
  private final Demuxer demuxer;
  private final long keptLimit;
  private final List<AVPacket> kept = new ArrayList<>();
  private boolean read;
  private boolean keptAll;
  private int shown;

  private MediaFile(Path path, Part part, long keptLimit) {
    this.path = path;
    this.keptLimit = keptLimit;
    demuxer = new Demuxer(path, part != Part.SOUND, part != Part.VIDEO);
  }

  /**
   * Opens a file.
   *
   * @throws InputException for a missing file or one that is no media file
   * @throws FailedException if the native libraries cannot be loaded on this machine
   */
  public static MediaFile open(Path path, Part part) {
    return open(path, part, KEPT_BYTES);
  }

  static MediaFile open(Path path, Part part, long keptLimit) {
    Ffmpeg.load();
    return new MediaFile(path, part, keptLimit);
  }

  /** The file, as it was named. */
  public Path path() {
    return path;
  }

  public boolean hasVideo() {
    return demuxer.video() >= 0;
  }

  public boolean hasSound() {
    return demuxer.sound() >= 0;
  }

  /** Valid until packets are asked for. */
  AVStream video() {
    return demuxer.stream(demuxer.video());
  }

  /** Valid until packets are asked for. */
  AVStream sound() {
    return demuxer.stream(demuxer.sound());
  }

  /**
   * How many frames of the video its packets promise: those that are not marked as unseen. Decoding
   * has the last word.
   */
  int promisedFrames() {
    readAll();
    return shown;
  }

  /** Reads to the end without decoding; keeps the packets unless they are large. */
  private void readAll() {
    if (read) {
      return;
    }
    long bytes = 0;
    boolean vp8 = hasVideo() && video().codecpar().codec_id() == AV_CODEC_ID_VP8;
    for (AVPacket p = demuxer.next(); p != null; p = demuxer.next()) {
      shown += p.stream_index() == demuxer.video() && isShown(p, vp8) ? 1 : 0;
      bytes += p.size();
      if (bytes <= keptLimit) {
        kept.add(av_packet_clone(p));
      }
    }
    keptAll = bytes <= keptLimit;
    if (!keptAll) {
      forget();
    }
    read = true;
  }

  private static boolean isShown(AVPacket packet, boolean vp8) {
    boolean hidden =
        (packet.flags() & AV_PKT_FLAG_DISCARD) != 0
            || packet.size() == 0
            || (vp8 && (packet.data().get() & VP8_SHOW) == 0);
    return !hidden;
  }

  /** The packets of the video from the first; null ends them. Only one stream is read at a time. */
  Supplier<@Nullable AVPacket> videoPackets() {
    return packets(demuxer.video());
  }

  /** The packets of the sound from the first. */
  Supplier<@Nullable AVPacket> soundPackets() {
    return packets(demuxer.sound());
  }

  private Supplier<@Nullable AVPacket> packets(int stream) {
    if (hasVideo()) {
      readAll(); // sound alone has no frames to count, and is read as it comes
    }
    if (keptAll) {
      Iterator<AVPacket> own = kept.stream().filter(p -> p.stream_index() == stream).iterator();
      return () -> own.hasNext() ? own.next() : null;
    }
    demuxer.restart();
    return () -> {
      AVPacket packet = demuxer.next();
      while (packet != null && packet.stream_index() != stream) {
        packet = demuxer.next();
      }
      return packet;
    };
  }

  private void forget() {
    for (AVPacket p : kept) {
      av_packet_free(p);
    }
    kept.clear();
  }

  @Override
  public void close() {
    forget();
    demuxer.close();
  }
}
