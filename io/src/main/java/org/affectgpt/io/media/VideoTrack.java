package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** The video track of a clip being written. */
final class VideoTrack implements AutoCloseable {
  /** The finest quantiser but one: small clips stay small, and colours differ by a few steps. */
  private static final int QUANTISER = 2;

  /** The MPEG-4 bit stream has 16 bits for the clock. */
  private static final int MAX_TIME_BASE = 65535;

  private static final int KEY_FRAME_DISTANCE = 12;

  private final EncodedTrack track;
  private final int width;
  private final int height;
  private final double fps;
  private final SwsContext toYuv;
  private final BytePointer pixels;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private long written;

  VideoTrack(AVFormatContext format, Path file, int width, int height, double fps) {
    this.width = width;
    this.height = height;
    this.fps = fps;
    track = new EncodedTrack(format, file, AV_CODEC_ID_MPEG4);
    AVCodecContext encoder = track.encoder();
    AVRational rate = av_d2q(fps, MAX_TIME_BASE);
    encoder.width(width);
    encoder.height(height);
    encoder.pix_fmt(AV_PIX_FMT_YUV420P);
    encoder.framerate(rate);
    encoder.time_base().num(rate.den()).den(rate.num());
    encoder.gop_size(KEY_FRAME_DISTANCE);
    encoder.max_b_frames(0);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_QSCALE);
    encoder.global_quality(FF_QP2LAMBDA * QUANTISER);
    track.open(new AVDictionary(null));
    AVFrame frame = track.frame();
    frame.width(width);
    frame.height(height);
    frame.format(AV_PIX_FMT_YUV420P);
    frame.quality(FF_QP2LAMBDA * QUANTISER);
    Ffmpeg.check(av_frame_get_buffer(frame, 0), file, "allocate a frame");
    toYuv =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_RGB24,
            width,
            height,
            AV_PIX_FMT_YUV420P,
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP,
            null,
            null,
            (DoublePointer) null);
    pixels = new BytePointer((long) width * height * 3 + 64);
    planes = new PointerPointer<>(4);
    planes.put(0, pixels);
    for (int i = 1; i < 4; i++) {
      planes.put(i, (BytePointer) null);
    }
    strides = new IntPointer(width * 3, 0, 0, 0);
  }

  /** The time of the next frame. */
  double seconds() {
    return written / fps;
  }

  void write(byte[] rgb) {
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "a frame of %dx%d has %d bytes, not %d"
              .formatted(width, height, width * height * 3, rgb.length));
    }
    AVFrame frame = track.frame();
    av_frame_make_writable(frame);
    pixels.put(rgb, 0, rgb.length);
    sws_scale(toYuv, planes, strides, 0, height, frame.data(), frame.linesize());
    frame.pts(written++);
    frame.duration(1);
    track.send(frame);
  }

  void finish() {
    track.send(null);
  }

  @Override
  public void close() {
    sws_freeContext(toYuv);
    planes.close();
    strides.close();
    pixels.close();
    track.close();
  }
}
