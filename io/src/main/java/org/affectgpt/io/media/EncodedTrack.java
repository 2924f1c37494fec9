package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** An encoder and the stream of a container that it fills. */
final class EncodedTrack implements AutoCloseable {
  private final AVFormatContext format;
  private final Path file;
  private final AVCodec codec;
  private final AVCodecContext encoder;
  private final AVFrame frame = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  private @Nullable AVStream stream;

  /** The caller sets the encoder's parameters and then calls {@link #open}. */
  EncodedTrack(AVFormatContext format, Path file, int codecId) {
    this.format = format;
    this.file = file;
    codec = avcodec_find_encoder(codecId);
    encoder = avcodec_alloc_context3(codec);
    encoder.thread_count(1);
    encoder.flags(AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER);
  }

  AVCodecContext encoder() {
    return encoder;
  }

  /** The frame to fill and send. */
  AVFrame frame() {
    return frame;
  }

  void open(AVDictionary options) {
    int opened = avcodec_open2(encoder, codec, options);
    av_dict_free(options);
    Ffmpeg.check(opened, file, "open the encoder");
    AVStream made = avformat_new_stream(format, codec);
    made.time_base(encoder.time_base());
    Ffmpeg.check(
        avcodec_parameters_from_context(made.codecpar(), encoder), file, "set up its stream");
    stream = made;
  }

  /** Encodes a frame, or with null what the encoder still holds, and writes the packets. */
  void send(@Nullable AVFrame next) {
    Ffmpeg.check(avcodec_send_frame(encoder, next), file, "encode it");
    AVStream target = stream;
    while (target != null && avcodec_receive_packet(encoder, packet) == 0) {
      packet.stream_index(target.index());
      if (packet.duration() == 0) {
        // Without it the container's edit list would end before the last picture.
        packet.duration(frame.duration());
      }
      av_packet_rescale_ts(packet, encoder.time_base(), target.time_base());
      Ffmpeg.check(av_interleaved_write_frame(format, packet), file, "write it");
    }
  }

  @Override
  public void close() {
    av_packet_free(packet);
    av_frame_free(frame);
    avcodec_free_context(encoder);
  }
}
