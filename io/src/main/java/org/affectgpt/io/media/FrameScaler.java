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

import java.nio.file.Path;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Rescales decoded frames to one size and to RGB, as FFmpeg's {@code scale=WIDTH:HEIGHT} filter
 * does (aspect ratio ignored), then turns and mirrors them as they are to be shown. A frame that
 * lies on its side is scaled to [width, height] first, so that the turned result has the wanted
 * size.
 */
final class FrameScaler implements AutoCloseable {
  /** libswscale may write whole vectors past the end of a row. */
  private static final int ROW_ALIGNMENT = 64;

  private final Path file;
  private final int width;
  private final int height;
  private final Scaling scaling;
  private final BytePointer pixels;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private final byte[] scaled;

  private @Nullable SwsContext context;
  private @Nullable Source source;

  /** What a context depends on: of the frame, and whether it lies on its side. */
  private record Source(
      int width, int height, int format, int matrix, boolean fullRange, boolean sideways) {
    static Source of(AVFrame frame, boolean sideways) {
      return new Source(
          frame.width(),
          frame.height(),
          frame.format(),
          matrixOf(frame),
          isFullRange(frame),
          sideways);
    }
  }

  /**
   * @param file for messages
   */
  FrameScaler(Path file, int width, int height, Scaling scaling) {
    this.file = file;
    this.width = width;
    this.height = height;
    this.scaling = scaling;
    long bytes = Math.max((long) stride(width) * height, (long) stride(height) * width);
    pixels = new BytePointer(bytes + ROW_ALIGNMENT);
    planes = new PointerPointer<>(4);
    planes.put(0, pixels);
    for (int i = 1; i < 4; i++) {
      planes.put(i, (BytePointer) null);
    }
    strides = new IntPointer(4);
    strides.put(0, 0, 0, 0);
    scaled = new byte[width * height * 3];
  }

  private static int stride(int width) {
    return Math.ceilDiv(width * 3, ROW_ALIGNMENT) * ROW_ALIGNMENT;
  }

  /** Writes the frame as RGB [height, width, 3] into {@code out} from {@code offset}. */
  void scale(AVFrame frame, byte[] out, int offset) {
    Orientation shown = Orientation.of(frame, file);
    int scaledWidth = shown.sideways() ? height : width;
    int scaledHeight = shown.sideways() ? width : height;
    int stride = stride(scaledWidth);
    strides.put(0, stride);
    SwsContext ready = contextFor(Source.of(frame, shown.sideways()));
    sws_scale(ready, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
    for (int y = 0; y < scaledHeight; y++) {
      pixels.position((long) y * stride).get(scaled, y * scaledWidth * 3, scaledWidth * 3);
    }
    pixels.position(0);
    turn(shown, scaledWidth, out, offset);
  }

  private void turn(Orientation shown, int scaledWidth, byte[] out, int offset) {
    if (shown.equals(Orientation.UPRIGHT)) {
      System.arraycopy(scaled, 0, out, offset, scaled.length);
      return;
    }
    int scaledHeight = scaled.length / 3 / scaledWidth;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sx = shown.sideways() ? y : x;
        int sy = shown.sideways() ? x : y;
        sx = shown.flipX() ? scaledWidth - 1 - sx : sx;
        sy = shown.flipY() ? scaledHeight - 1 - sy : sy;
        System.arraycopy(scaled, (sy * scaledWidth + sx) * 3, out, offset + (y * width + x) * 3, 3);
      }
    }
  }

  private SwsContext contextFor(Source wanted) {
    if (context != null && wanted.equals(source)) {
      return context;
    }
    free();
    SwsContext made = sws_alloc_context();
    context = made;
    source = wanted;
    av_opt_set_int(made, "srcw", wanted.width(), 0);
    av_opt_set_int(made, "srch", wanted.height(), 0);
    av_opt_set_int(made, "src_format", wanted.format(), 0);
    av_opt_set_int(made, "dstw", wanted.sideways() ? height : width, 0);
    av_opt_set_int(made, "dsth", wanted.sideways() ? width : height, 0);
    av_opt_set_int(made, "dst_format", AV_PIX_FMT_RGB24, 0);
    av_opt_set_int(made, "sws_flags", scaling.flag(), 0);
    if (wanted.format() == AV_PIX_FMT_YUV420P) {
      // The scale filter places 4:2:0 chroma halfway between two luma rows.
      av_opt_set_int(made, "src_v_chr_pos", 128, 0);
    }
    if (sws_init_context(made, null, null) < 0) {
      throw new InputException(
          "%s: its pictures of %dx%d cannot be scaled to %dx%d; convert it to H.264"
              .formatted(file, wanted.width(), wanted.height(), width, height));
    }
    IntPointer coefficients = sws_getCoefficients(wanted.matrix());
    sws_setColorspaceDetails(
        made, coefficients, wanted.fullRange() ? 1 : 0, coefficients, 0, 0, 1 << 16, 1 << 16);
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
