package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** The audio track of a clip being written. */
final class AudioTrack implements AutoCloseable {
  /** Constant quality: aiming at a bit rate instead would encode every frame several times. */
  private static final int QUALITY = 2;

  private final EncodedTrack track;
  private final float[] mono;
  private final int sampleRate;
  private int written;

  AudioTrack(AVFormatContext format, Path file, float[] mono, int sampleRate) {
    this.mono = mono;
    this.sampleRate = sampleRate;
    track = new EncodedTrack(format, file, AV_CODEC_ID_AAC);
    AVCodecContext encoder = track.encoder();
    encoder.sample_fmt(AV_SAMPLE_FMT_FLTP);
    encoder.sample_rate(sampleRate);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_QSCALE);
    encoder.global_quality(FF_QP2LAMBDA * QUALITY);
    encoder.time_base().num(1).den(sampleRate);
    av_channel_layout_default(encoder.ch_layout(), 1);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "aac_coder", "fast", 0);
    track.open(options);
    AVFrame frame = track.frame();
    frame.nb_samples(encoder.frame_size());
    frame.format(AV_SAMPLE_FMT_FLTP);
    frame.sample_rate(sampleRate);
    av_channel_layout_default(frame.ch_layout(), 1);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), file, "allocate a frame");
  }

  /** Writes the samples before a time, up to a whole number of the encoder's frames. */
  void writeUntil(double seconds) {
    while (written < mono.length && written < seconds * sampleRate) {
      AVFrame frame = track.frame();
      av_frame_make_writable(frame);
      int count = Math.min(track.encoder().frame_size(), mono.length - written);
      new FloatPointer(frame.data(0)).put(mono, written, count);
      frame.nb_samples(count);
      frame.pts(written);
      frame.duration(count);
      written += count;
      track.send(frame);
    }
  }

  void finish() {
    writeUntil(Double.POSITIVE_INFINITY);
    track.send(null);
  }

  @Override
  public void close() {
    track.close();
  }
}
