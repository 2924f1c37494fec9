package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Which stream of several is the clip's, as the command {@code ffmpeg} chooses: one that has
 * packets, then one that is marked as the default, then the largest picture or the most channels.
 * Cover art is no video, and a stream that cannot be decoded is the last resort.
 */
final class StreamChoice {
  /** FFmpeg's AVSTREAM_EVENT_FLAG_NEW_PACKETS, which the bindings leave out. */
  private static final int NEW_PACKETS = 1 << 1;

  private static final long DECODABLE = 1L << 50;
  private static final long HAS_PACKETS = 100_000_000;
  private static final long IS_DEFAULT = 5_000_000;

  private StreamChoice() {}

  /** The index of the video, or -1. */
  static int video(AVFormatContext format) {
    return best(format, AVMEDIA_TYPE_VIDEO);
  }

  /** The index of the sound, or -1. */
  static int sound(AVFormatContext format) {
    return best(format, AVMEDIA_TYPE_AUDIO);
  }

  private static int best(AVFormatContext format, int type) {
    int best = -1;
    long most = 0;
    for (int i = 0; i < format.nb_streams(); i++) {
      AVStream stream = format.streams(i);
      AVCodecParameters codec = stream.codecpar();
      boolean cover = (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
      if (codec.codec_type() != type || cover) {
        continue;
      }
      long score = 1;
      score +=
          type == AVMEDIA_TYPE_VIDEO
              ? (long) codec.width() * codec.height()
              : codec.ch_layout().nb_channels();
      score += (stream.event_flags() & NEW_PACKETS) != 0 ? HAS_PACKETS : 0;
      score += (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0 ? IS_DEFAULT : 0;
      score += avcodec_find_decoder(codec.codec_id()) != null ? DECODABLE : 0;
      if (score > most) {
        most = score;
        best = i;
      }
    }
    return best;
  }
}
