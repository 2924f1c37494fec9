package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;

/**
 * The filter with which decoded frames are brought to the wanted size. decord leaves the choice to
 * FFmpeg's {@code scale} filter, whose default was bilinear up to FFmpeg 4 and is bicubic since.
 */
public enum Scaling {
  BICUBIC(SWS_BICUBIC),
  BILINEAR(SWS_BILINEAR);

  private final int flag;

  Scaling(int flag) {
    this.flag = flag;
  }

  int flag() {
    return flag;
  }
}
