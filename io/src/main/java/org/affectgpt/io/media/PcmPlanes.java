package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S64;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Growing float planes to which decoded audio frames of any sample format are appended. */
final class PcmPlanes {
  /** Values of all channels together: 2 GiB of floats, 1.5 hours of 48 kHz stereo. */
  private static final long MOST_VALUES = 1L << 29;

  /** Room for this many values of all channels together at first. */
  private static final int FIRST_VALUES = 1 << 15;

  private final Path file;
  private float[][] planes = new float[0][];
  private int samples;

  PcmPlanes(Path file) {
    this.file = file;
  }

  int samples() {
    return samples;
  }

  /** [channels][samples]. */
  float[][] toArrays() {
    float[][] exact = new float[planes.length][];
    for (int c = 0; c < planes.length; c++) {
      exact[c] = Arrays.copyOf(planes[c], samples);
    }
    return exact;
  }

  /**
   * @param values those of the whole track so far, this frame included
   */
  void append(AVFrame frame, long values) {
    int channels = frame.ch_layout().nb_channels();
    int count = frame.nb_samples();
    if (planes.length == 0) {
      planes = new float[channels][Math.max(count, FIRST_VALUES / Math.max(channels, 1))];
    }
    if (values > MOST_VALUES) {
      throw new InputException(file + ": its audio is too long; cut it into clips");
    }
    if (samples + count > planes[0].length) {
      int grown = Math.max(samples + count, planes[0].length * 2);
      for (int c = 0; c < channels; c++) {
        planes[c] = Arrays.copyOf(planes[c], grown);
      }
    }
    int format = av_get_packed_sample_fmt(frame.format());
    boolean planar = av_sample_fmt_is_planar(frame.format()) != 0;
    long bytes = (long) count * av_get_bytes_per_sample(format) * (planar ? 1 : channels);
    for (int c = 0; c < channels; c++) {
      BytePointer data = new BytePointer(frame.extended_data(planar ? c : 0)).capacity(bytes);
      ByteBuffer buffer = data.asByteBuffer().order(ByteOrder.nativeOrder());
      convert(buffer, format, planar ? 0 : c, planar ? 1 : channels, count, planes[c]);
    }
    samples += count;
  }

  private void convert(ByteBuffer in, int format, int first, int step, int count, float[] plane) {
    for (int i = 0, at = first; i < count; i++, at += step) {
      plane[samples + i] =
          switch (format) {
            case AV_SAMPLE_FMT_U8 -> ((in.get(at) & 0xff) - 128) / 128f;
            case AV_SAMPLE_FMT_S16 -> in.getShort(2 * at) / 32768f;
            case AV_SAMPLE_FMT_S32 -> in.getInt(4 * at) * 0x1p-31f;
            case AV_SAMPLE_FMT_S64 -> in.getLong(8 * at) * 0x1p-63f;
            case AV_SAMPLE_FMT_FLT -> in.getFloat(4 * at);
            case AV_SAMPLE_FMT_DBL -> (float) in.getDouble(8 * at);
            default ->
                throw new InputException(file + ": unknown audio sample format; convert it to WAV");
          };
    }
  }
}
