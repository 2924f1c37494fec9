package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_double;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Brings sound of any rate and layout to one channel of another rate, as {@code -ar -ac 1}. */
final class MonoMix {
  private static final int STEP = 1 << 14;

  private MonoMix() {}

  /**
   * @param planes [channels][samples] in the order of {@code layout}
   * @param file for messages
   * @return the samples of one channel at {@code toRate}
   */
  static float[] of(float[][] planes, AVChannelLayout layout, int rate, int toRate, Path file) {
    AVChannelLayout mono = new AVChannelLayout();
    av_channel_layout_default(mono, 1);
    AVChannelLayout known = new AVChannelLayout();
    boolean named = layout.order() != AV_CHANNEL_ORDER_UNSPEC;
    if (!named) {
      av_channel_layout_default(known, planes.length);
    }
    SwrContext swr = new SwrContext(null);
    try {
      int code =
          swr_alloc_set_opts2(
              swr,
              mono,
              AV_SAMPLE_FMT_FLTP,
              toRate,
              named ? layout : known,
              AV_SAMPLE_FMT_FLTP,
              rate,
              0,
              null);
      Ffmpeg.check(code, file, "mix its channels");
      // As for integer samples: the weights of the channels add up to 1 at most.
      av_opt_set_double(swr, "rematrix_maxval", 1.0, 0);
      Ffmpeg.check(swr_init(swr), file, "mix its channels");
      return convert(swr, planes, (double) toRate / rate);
    } finally {
      swr_free(swr);
      av_channel_layout_uninit(mono);
      av_channel_layout_uninit(known);
    }
  }

  private static float[] convert(SwrContext swr, float[][] planes, double ratio) {
    int samples = planes[0].length;
    int room = (int) Math.ceil(STEP * ratio) + 512;
    float[] out = new float[(int) Math.ceil(samples * ratio) + room];
    int made = 0;
    FloatPointer[] in = new FloatPointer[planes.length];
    Arrays.setAll(in, c -> new FloatPointer(STEP));
    try (PointerPointer<FloatPointer> inputs = new PointerPointer<>(in);
        FloatPointer output = new FloatPointer(room);
        PointerPointer<FloatPointer> outputs = new PointerPointer<>(1)) {
      outputs.put(0, output);
      for (int from = 0; from < samples; from += STEP) {
        int count = Math.min(STEP, samples - from);
        for (int c = 0; c < planes.length; c++) {
          in[c].put(planes[c], from, count);
        }
        made = take(output, swr_convert(swr, outputs, room, inputs, count), out, made);
      }
      int rest = 1;
      while (rest > 0) {
        rest = swr_convert(swr, outputs, room, null, 0);
        made = take(output, rest, out, made);
      }
    } finally {
      for (FloatPointer plane : in) {
        plane.close();
      }
    }
    return Arrays.copyOf(out, made);
  }

  private static int take(FloatPointer from, int count, float[] to, int at) {
    int taken = Math.clamp(count, 0, to.length - at);
    from.get(to, at, taken);
    return at + taken;
  }
}
