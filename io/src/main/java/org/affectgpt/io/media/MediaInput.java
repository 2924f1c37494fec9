package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** One stream of a container, opened for demultiplexing and decoding from the start. */
final class MediaInput implements AutoCloseable {
  /** Compressed pictures of a clip; a film has more and is read twice. */
  private static final long KEPT_BYTES = 64L << 20;

  static {
    // Before the first native object of the fields below.
    Ffmpeg.load();
  }

  /**
   * Containers that hold the sound and pictures themselves. FFmpeg guesses the format from the
   * content, and a playlist in disguise would make it open other files and addresses.
   */
  private static final String CONTAINERS =
      "mov,mp4,m4a,3gp,matroska,webm,avi,asf,flv,mpeg,mpegts,mpegvideo,m4v,h264,hevc,dv,mxf,nut,"
          + "ivf,gif,rm,ogg,wav,w64,aiff,au,caf,mp3,flac,aac,ac3,eac3,dts,amr,ape,wv,tta,voc";

  private final Path file;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final int streamIndex;
  private @Nullable AVCodecContext decoder;
  private boolean draining;

  private final List<AVPacket> kept = new ArrayList<>();
  private boolean keptAll;
  private boolean replaying;
  private int replayed;

  /**
   * Opens {@code file} and picks its best stream of a media type; {@link #hasStream} tells whether
   * there is one. An attached cover picture is not a video.
   */
  MediaInput(Path file, int mediaType) {
    this.file = file;
    boolean opened = false;
    try {
      InputFile.require(file, "no such file; check the path");
      String what = "read it as a video or audio file";
      AVDictionary options = new AVDictionary(null);
      av_dict_set(options, "format_whitelist", CONTAINERS, 0);
      av_dict_set(options, "protocol_whitelist", "file", 0);
      int code = avformat_open_input(format, Ffmpeg.url(file), null, options);
      av_dict_free(options);
      Ffmpeg.check(code, file, what);
      Ffmpeg.check(avformat_find_stream_info(format, (AVDictionary) null), file, what);
      streamIndex = pick(mediaType);
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  private int pick(int mediaType) {
    int best = av_find_best_stream(format, mediaType, -1, -1, (PointerPointer<?>) null, 0);
    if (best >= 0
        && mediaType == AVMEDIA_TYPE_VIDEO
        && (format.streams(best).disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
      best = -1;
    }
    for (int i = 0; i < format.nb_streams(); i++) {
      if (i != best) {
        format.streams(i).discard(AVDISCARD_ALL);
      }
    }
    return best;
  }

  boolean hasStream() {
    return streamIndex >= 0;
  }

  AVStream stream() {
    return format.streams(streamIndex);
  }

  /**
   * Counts the packets from here to the end that become shown frames; reads without decoding. The
   * packets are kept for {@link #rewind} unless they are large.
   */
  int countPackets() {
    int count = 0;
    long bytes = 0;
    while (av_read_frame(format, packet) >= 0) {
      if (isShown()) {
        count++;
      }
      if (packet.stream_index() == streamIndex && bytes <= KEPT_BYTES) {
        bytes += packet.size();
        kept.add(av_packet_clone(packet));
      }
      av_packet_unref(packet);
    }
    keptAll = bytes <= KEPT_BYTES;
    return count;
  }

  /**
   * Goes back to where {@link #countPackets} began, without a decoder.
   *
   * @return false if the packets were too large to be kept; the file then has to be opened again
   */
  boolean rewind() {
    if (!keptAll) {
      return false;
    }
    if (decoder != null) {
      avcodec_free_context(decoder);
      decoder = null;
    }
    draining = false;
    replaying = true;
    replayed = 0;
    return true;
  }

  private boolean isShown() {
    return packet.stream_index() == streamIndex
        && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0
        && packet.size() > 0;
  }

  /** Opens the decoder; the frames it gives do not depend on {@code threads}. */
  void openDecoder(int threads) {
    AVCodec codec = avcodec_find_decoder(stream().codecpar().codec_id());
    if (codec == null) {
      throw new InputException(file + ": no decoder for its codec; convert it to H.264 and AAC");
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    decoder = context;
    Ffmpeg.check(
        avcodec_parameters_to_context(context, stream().codecpar()), file, "set up its decoder");
    context.thread_count(threads);
    context.pkt_timebase(stream().time_base());
    Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), file, "open its decoder");
  }

  /**
   * Decodes the next frame, in display order, or returns null at the end. The frame is valid until
   * the next call. Damaged packets are skipped, as players do.
   */
  @Nullable AVFrame next() {
    AVCodecContext context = decoder;
    if (context == null) {
      throw new IllegalStateException("openDecoder has not been called");
    }
    while (true) {
      int received = avcodec_receive_frame(context, frame);
      if (received == 0) {
        return frame;
      }
      if (received == AVERROR_EOF() || (draining && received < 0)) {
        return null;
      }
      feed(context);
    }
  }

  private void feed(AVCodecContext context) {
    AVPacket next = replaying ? nextKept() : nextRead();
    draining = next == null;
    avcodec_send_packet(context, next);
    av_packet_unref(packet);
  }

  private @Nullable AVPacket nextKept() {
    return replayed < kept.size() ? kept.get(replayed++) : null;
  }

  private @Nullable AVPacket nextRead() {
    while (av_read_frame(format, packet) >= 0) {
      if (packet.stream_index() == streamIndex) {
        return packet;
      }
      av_packet_unref(packet);
    }
    return null;
  }

  @Override
  public void close() {
    if (decoder != null) {
      avcodec_free_context(decoder);
      decoder = null;
    }
    if (!format.isNull()) {
      avformat_close_input(format);
    }
    release();
  }

  private void release() {
    for (AVPacket p : kept) {
      av_packet_free(p);
    }
    kept.clear();
    av_packet_free(packet);
    av_frame_free(frame);
  }
}
