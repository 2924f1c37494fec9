package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import java.nio.file.Path;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a decoded frame is turned and mirrored to be shown: pixel (x, y) of what is seen is pixel (x,
 * y), or (y, x) if {@code sideways}, of the frame, its columns then counted from the right if
 * {@code flipX} and its rows from below if {@code flipY}.
 */
record Orientation(boolean sideways, boolean flipX, boolean flipY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** Places of the 3x3 matrix in rows: a b u, c d v, x y w. */
  private static final int A = 0;

  private static final int C = 3;
  private static final int D = 4;

  /**
   * What the display matrix of a frame says, be it the container's or the stream's own, as the
   * command {@code ffmpeg} obeys it ({@code autorotate}).
   *
   * @param file for messages
   * @throws InputException for a turn by other than quarters
   */
  static Orientation of(AVFrame frame, Path file) {
    AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (data == null || data.isNull()) {
      return UPRIGHT;
    }
    IntPointer matrix = new IntPointer(data.data());
    double counterclockwise = av_display_rotation_get(matrix);
    if (Double.isNaN(counterclockwise)) {
      return UPRIGHT;
    }
    int clockwise = Math.floorMod(-Math.round(counterclockwise), 360);
    return of(clockwise, matrix.get(A), matrix.get(C), matrix.get(D), file);
  }

  /**
   * A matrix that turns and mirrors has the turn of its first row; the signs of the others tell
   * whether it mirrors too.
   */
  static Orientation of(int clockwise, int a, int c, int d, Path file) {
    return switch (clockwise) {
      case 0 -> new Orientation(false, false, d < 0);
      case 90 -> new Orientation(true, false, c <= 0);
      case 180 -> new Orientation(false, a < 0, d < 0);
      case 270 -> new Orientation(true, true, c < 0);
      default ->
          throw new InputException(
              "%s: its picture is to be shown turned by %d degrees, not by quarters; convert it"
                  .formatted(file, clockwise));
    };
  }
}
