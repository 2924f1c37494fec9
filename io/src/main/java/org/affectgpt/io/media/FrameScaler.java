package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_init_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Rescales decoded frames to one size and to RGB, as FFmpeg's {@code scale=WIDTH:HEIGHT} filter
 * does (aspect ratio ignored), then applies the container's display rotation. With a quarter turn
 * the frame is scaled to [width, height] first, so that the turned result has the wanted size.
 */
final class FrameScaler implements AutoCloseable {
  /** libswscale may write whole vectors past the end of a row. */
  private static final int ROW_ALIGNMENT = 64;

  private final int width;
  private final int height;
  private final int quarterTurns;
  private final Scaling scaling;
  private final int scaledWidth;
  private final int scaledHeight;
  private final int stride;
  private final BytePointer pixels;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private final byte[] scaled;

  private @Nullable SwsContext context;
  private int sourceWidth;
  private int sourceHeight;
  private int sourceFormat;

  /**
   * @param quarterTurns clockwise quarter turns that bring a decoded frame upright, 0 to 3
   */
  FrameScaler(int width, int height, int quarterTurns, Scaling scaling) {
    this.width = width;
    this.height = height;
    this.quarterTurns = quarterTurns;
    this.scaling = scaling;
    boolean sideways = quarterTurns % 2 != 0;
    scaledWidth = sideways ? height : width;
    scaledHeight = sideways ? width : height;
    stride = Math.ceilDiv(scaledWidth * 3, ROW_ALIGNMENT) * ROW_ALIGNMENT;
    pixels = new BytePointer((long) stride * scaledHeight + ROW_ALIGNMENT);
    planes = new PointerPointer<>(4);
    planes.put(0, pixels);
    for (int i = 1; i < 4; i++) {
      planes.put(i, (BytePointer) null);
    }
    strides = new IntPointer(stride, 0, 0, 0);
    scaled = new byte[scaledWidth * scaledHeight * 3];
  }

  /** Writes the frame as RGB [height, width, 3] into {@code out} from {@code offset}. */
  void scale(AVFrame frame, byte[] out, int offset) {
    SwsContext ready = contextFor(frame);
    sws_scale(ready, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
    for (int y = 0; y < scaledHeight; y++) {
      pixels.position((long) y * stride).get(scaled, y * scaledWidth * 3, scaledWidth * 3);
    }
    pixels.position(0);
    turn(out, offset);
  }

  private void turn(byte[] out, int offset) {
    if (quarterTurns == 0) {
      System.arraycopy(scaled, 0, out, offset, scaled.length);
      return;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sx;
        int sy;
        if (quarterTurns == 1) {
          sx = y;
          sy = scaledHeight - 1 - x;
        } else if (quarterTurns == 2) {
          sx = scaledWidth - 1 - x;
          sy = scaledHeight - 1 - y;
        } else {
          sx = scaledWidth - 1 - y;
          sy = x;
        }
        int from = (sy * scaledWidth + sx) * 3;
        int to = offset + (y * width + x) * 3;
        out[to] = scaled[from];
        out[to + 1] = scaled[from + 1];
        out[to + 2] = scaled[from + 2];
      }
    }
  }

  private SwsContext contextFor(AVFrame frame) {
    if (context != null
        && frame.width() == sourceWidth
        && frame.height() == sourceHeight
        && frame.format() == sourceFormat) {
      return context;
    }
    free();
    sourceWidth = frame.width();
    sourceHeight = frame.height();
    sourceFormat = frame.format();
    SwsContext made = sws_alloc_context();
    context = made;
    av_opt_set_int(made, "srcw", sourceWidth, 0);
    av_opt_set_int(made, "srch", sourceHeight, 0);
    av_opt_set_int(made, "src_format", sourceFormat, 0);
    av_opt_set_int(made, "dstw", scaledWidth, 0);
    av_opt_set_int(made, "dsth", scaledHeight, 0);
    av_opt_set_int(made, "dst_format", AV_PIX_FMT_RGB24, 0);
    av_opt_set_int(made, "sws_flags", scaling.flag(), 0);
    if (sourceFormat == AV_PIX_FMT_YUV420P) {
      // The scale filter places 4:2:0 chroma halfway between two luma rows.
      av_opt_set_int(made, "src_v_chr_pos", 128, 0);
    }
    if (sws_init_context(made, null, null) < 0) {
      throw new IllegalStateException(
          "libswscale cannot scale %dx%d, pixel format %d, to %dx%d"
              .formatted(sourceWidth, sourceHeight, sourceFormat, scaledWidth, scaledHeight));
    }
    IntPointer coefficients = sws_getCoefficients(matrixOf(frame));
    sws_setColorspaceDetails(
        made, coefficients, isFullRange(frame) ? 1 : 0, coefficients, 0, 0, 1 << 16, 1 << 16);
    return made;
  }

  private static int matrixOf(AVFrame frame) {
    int space = frame.colorspace();
    return space < 1 || space > AVCOL_SPC_BT2020_CL || space == 8 ? SWS_CS_DEFAULT : space;
  }

  private static boolean isFullRange(AVFrame frame) {
    int format = frame.format();
    return frame.color_range() == AVCOL_RANGE_JPEG
        || format == AV_PIX_FMT_YUVJ420P
        || format == AV_PIX_FMT_YUVJ422P
        || format == AV_PIX_FMT_YUVJ440P
        || format == AV_PIX_FMT_YUVJ444P;
  }

  private void free() {
    if (context != null) {
      sws_freeContext(context);
      context = null;
    }
  }

  @Override
  public void close() {
    free();
    planes.close();
    strides.close();
    pixels.close();
  }
}
