package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes the packets of one stream, from the first. */
final class StreamDecoder implements AutoCloseable {
  private final Supplier<@Nullable AVPacket> packets;
  private final AVFrame frame = av_frame_alloc();
  private final AVCodecContext context;
  private boolean draining;

  /** The frames do not depend on {@code threads}. */
  StreamDecoder(Path file, AVStream stream, Supplier<@Nullable AVPacket> packets, int threads) {
    this.packets = packets;
    AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null) {
      throw new InputException(file + ": no decoder for its codec; convert it to H.264 and AAC");
    }
    context = avcodec_alloc_context3(codec);
    boolean opened = false;
    try {
      Ffmpeg.check(
          avcodec_parameters_to_context(context, stream.codecpar()), file, "set up its decoder");
      context.thread_count(threads);
      context.pkt_timebase(stream.time_base());
      Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), file, "open its decoder");
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /**
   * The next frame, in display order, or null at the end; valid until the next call. Damaged
   * packets are skipped, as players do.
   */
  @Nullable AVFrame next() {
    while (true) {
      int received = avcodec_receive_frame(context, frame);
      if (received == 0) {
        return frame;
      }
      if (received == AVERROR_EOF() || (draining && received < 0)) {
        return null;
      }
      AVPacket packet = packets.get();
      draining = packet == null;
      avcodec_send_packet(context, packet);
    }
  }

  /** From here on frames are only counted: steps that refine pictures are left out. */
  void onlyCount() {
    context.skip_loop_filter(AVDISCARD_ALL);
    context.skip_idct(AVDISCARD_ALL);
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
