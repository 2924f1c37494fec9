package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Rows and columns that the container tells players to cut off each frame. */
record Cropping(int top, int bottom, int left, int right) {
  private static final Cropping NONE = new Cropping(0, 0, 0, 0);

  /** What the container says of a stream. */
  static Cropping of(AVStream stream) {
    AVCodecParameters parameters = stream.codecpar();
    AVPacketSideData data =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_FRAME_CROPPING);
    if (data == null || data.isNull() || data.size() < 4L * Integer.BYTES) {
      return NONE;
    }
    ByteBuffer sides =
        data.data().capacity(4L * Integer.BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return new Cropping(sides.getInt(), sides.getInt(), sides.getInt(), sides.getInt());
  }

  /** Cuts the frame in place; sides that leave nothing of it are ignored. */
  void apply(AVFrame frame) {
    if (equals(NONE)) {
      return;
    }
    boolean possible =
        Math.min(Math.min(top, bottom), Math.min(left, right)) >= 0
            && (long) left + right < frame.width()
            && (long) top + bottom < frame.height();
    if (possible) {
      frame.crop_top(top).crop_bottom(bottom).crop_left(left).crop_right(right);
      av_frame_apply_cropping(frame, AV_FRAME_CROP_UNALIGNED);
    }
  }
}
