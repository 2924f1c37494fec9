package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avformat.avio_seek;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * A container, opened once: its best video and its best sound stream, packet by packet. Reading it
 * again goes back to the beginning of the same open file.
 */
final class Demuxer implements AutoCloseable {
  /**
   * Containers that hold the sound and pictures themselves. FFmpeg guesses the format from the
   * content, and a playlist in disguise would make it open other files and addresses.
   */
  private static final String CONTAINERS =
      "mov,mp4,m4a,3gp,matroska,webm,avi,asf,flv,mpeg,mpegts,mpegvideo,m4v,h264,hevc,dv,mxf,nut,"
          + "ivf,gif,rm,ogg,wav,w64,aiff,au,caf,mp3,flac,aac,ac3,eac3,dts,amr,ape,wv,tta,voc,"
          + "obu,vvc,vc1,h261,h263,mjpeg,cavsvideo,yuv4mpegpipe,wtv,gxf,swf,nsv,"
          + "amrnb,amrwb,loas,mlp,truehd,dtshd,tak,mpc,mpc8,dsf,sox,nistsphere,ircam,"
          + "apng,png_pipe,jpeg_pipe,bmp_pipe,webp_pipe,tiff_pipe,j2k_pipe,pgm_pipe,ppm_pipe";

  /** Endings that FFmpeg takes for those of many files. */
  private static final String PICTURES = "(?i)jpe?g|png|bmp|webp|tiff?|jp2|j2k|pgm|ppm";

  private static final String WHAT = "read it as a video or audio file";
  private static final String REMEDY = "convert it, for example to MP4 with H.264 and AAC";

  private final Path file;
  private final boolean wantsVideo;
  private final boolean wantsSound;
  private final AVIOContext bytes = new AVIOContext(null);
  private final AVPacket packet = av_packet_alloc();
  private @Nullable AVFormatContext format;
  private int video = -1;
  private int sound = -1;
  private boolean fresh;

  /** Opens {@code file}; the packets of what is not wanted are not read. */
  Demuxer(Path file, boolean wantsVideo, boolean wantsSound) {
    this.file = file;
    this.wantsVideo = wantsVideo;
    this.wantsSound = wantsSound;
    boolean opened = false;
    try {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        InputFile.require(file);
      }
      AVDictionary options = options();
      int code = avio_open2(bytes, Ffmpeg.url(file), AVIO_FLAG_READ, null, options);
      av_dict_free(options);
      Ffmpeg.check(code, file, "open it");
      begin();
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  private static AVDictionary options() {
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "format_whitelist", CONTAINERS, 0);
    av_dict_set(options, "protocol_whitelist", "file", 0);
    return options;
  }

  private void begin() {
    AVFormatContext made = avformat_alloc_context();
    made.pb(bytes);
    AVDictionary options = options();
    int code = avformat_open_input(made, hint(), null, options);
    av_dict_free(options);
    if (code < 0) {
      throw unreadable(code);
    }
    format = made;
    code = avformat_find_stream_info(made, (AVDictionary) null);
    if (code < 0) {
      throw unreadable(code);
    }
    video = wantsVideo ? StreamChoice.video(made) : -1;
    sound = wantsSound ? StreamChoice.sound(made) : -1;
    for (int i = 0; i < made.nb_streams(); i++) {
      if (i != video && i != sound) {
        made.streams(i).discard(AVDISCARD_ALL);
      }
    }
    fresh = true;
  }

  /**
   * Some formats are known by the ending of the name alone. The name itself may hold what FFmpeg
   * takes for a pattern of many files.
   */
  private String hint() {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return ending.matches("[A-Za-z0-9]{1,8}") && !ending.matches(PICTURES)
        ? "clip." + ending
        : "clip";
  }

  private InputException unreadable(int code) {
    try {
      if (Files.size(file) == 0) {
        return new InputException(file + ": is empty; give the file itself");
      }
      InputFile.require(file);
    } catch (IOException e) {
      return new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
    return new InputException(
        file + ": cannot " + WHAT + " (" + Ffmpeg.describe(code) + "); " + REMEDY);
  }

  /** The index of the video stream, or -1. */
  int video() {
    return video;
  }

  /** The index of the sound stream, or -1. */
  int sound() {
    return sound;
  }

  AVStream stream(int index) {
    return opened().streams(index);
  }

  private AVFormatContext opened() {
    AVFormatContext context = format;
    if (context == null) {
      throw new IllegalStateException("closed");
    }
    return context;
  }

  /** The next packet of a wanted stream, valid until the next call; null at the end. */
  @Nullable AVPacket next() {
    fresh = false;
    av_packet_unref(packet);
    while (av_read_frame(opened(), packet) >= 0) {
      if (packet.stream_index() == video || packet.stream_index() == sound) {
        return packet;
      }
      av_packet_unref(packet);
    }
    return null;
  }

  /** Goes back to the first packet; streams asked for before are no longer valid. */
  void restart() {
    if (fresh) {
      return;
    }
    endFormat();
    if (avio_seek(bytes, 0, 0) < 0) {
      throw new InputException(file + ": cannot be read twice; copy it to a file of its own");
    }
    begin();
  }

  private void endFormat() {
    if (format != null && !format.isNull()) {
      avformat_close_input(format);
    }
    format = null;
  }

  @Override
  public void close() {
    endFormat();
    if (!bytes.isNull()) {
      avio_close(bytes);
      bytes.setNull();
    }
    av_packet_free(packet);
  }
}
