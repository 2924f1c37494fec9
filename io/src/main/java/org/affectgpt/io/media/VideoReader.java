package org.affectgpt.io.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/**
 * Reads the frames of any video file that FFmpeg can decode. Every frame is brought to the wanted
 * size without keeping its aspect ratio, upright according to the container's display rotation.
 * Damaged parts are skipped. Every method throws {@link InputException} for a file that is missing,
 * is no media file or has no video.
 */
public final class VideoReader {
  /** Above this many decoded pixels, starting decoder threads costs less than it saves. */
  private static final long PIXELS_WORTH_THREADS = 20_000_000;

  private static final int MAX_DECODER_THREADS = 4;

  private VideoReader() {}

  /** {@link #uniform(Path, int, int, int, Scaling)} with the bicubic filter. */
  public static Frames uniform(Path file, int n, int width, int height) {
    return uniform(file, n, width, height, Scaling.BICUBIC);
  }

  /**
   * The {@code n} frames that {@link UniformSampling} chooses, decoded in one pass up to the last
   * of them.
   *
   * @return [n, height, width, 3]
   */
  public static Frames uniform(Path file, int n, int width, int height, Scaling scaling) {
    try (MediaInput input = open(file)) {
      int total = count(input, file);
      while (true) {
        int[] indices = UniformSampling.indices(total, n);
        Wanted wanted = new Wanted(indices, width, height, scaling, total);
        Selection selection = decode(input, file, wanted);
        if (selection.decoded > indices[n - 1]) {
          return new Frames(n, height, width, selection.rgb, indices, total, selection.fps);
        }
        // Fewer frames than packets (a damaged or cut file): what could be decoded is the clip.
        total = selection.decoded;
      }
    }
  }

  /**
   * The first {@code limit} frames, or all when there are fewer; {@code totalFrames} still counts
   * the whole clip.
   *
   * @return [frames, height, width, 3]
   */
  public static Frames all(Path file, int limit, int width, int height) {
    int total;
    int[] indices;
    Selection s;
    try (MediaInput input = open(file)) {
      total = count(input, file);
      indices = new int[Math.min(limit, total)];
      Arrays.setAll(indices, i -> i);
      s = decode(input, file, new Wanted(indices, width, height, Scaling.BICUBIC, total));
    }
    if (s.decoded >= indices.length) {
      return new Frames(indices.length, height, width, s.rgb, indices, total, s.fps);
    }
    byte[] rgb = Arrays.copyOf(s.rgb, s.decoded * height * width * 3);
    int[] kept = Arrays.copyOf(indices, s.decoded);
    return new Frames(s.decoded, height, width, rgb, kept, s.decoded, s.fps);
  }

  /** What a video file holds: its upright size in pixels and its number of frames. */
  public static VideoInfo info(Path file) {
    try (MediaInput input = open(file)) {
      AVStream stream = input.stream();
      boolean sideways = quarterTurns(stream) % 2 != 0;
      int w = stream.codecpar().width();
      int h = stream.codecpar().height();
      double fps = fps(stream);
      return new VideoInfo(sideways ? h : w, sideways ? w : h, count(input, file), fps);
    }
  }

  private static MediaInput open(Path file) {
    MediaInput input = new MediaInput(file, AVMEDIA_TYPE_VIDEO);
    if (!input.hasStream()) {
      input.close();
      throw new InputException(file + ": has no video; give a file with a video track");
    }
    return input;
  }

  private static int count(MediaInput input, Path file) {
    int packets = input.countPackets();
    if (packets == 0) {
      throw new InputException(file + ": its video track has no frames");
    }
    return packets;
  }

  private record Selection(byte[] rgb, int decoded, double fps) {}

  /**
   * The frames to decode.
   *
   * @param indices ascending
   * @param total how many frames the clip has
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Wanted(int[] indices, int width, int height, Scaling scaling, int total) {}

  /** Decodes a track that was counted, from its beginning; a long one is opened again. */
  private static Selection decode(MediaInput counted, Path file, Wanted wanted) {
    if (counted.rewind()) {
      return select(counted, file, wanted);
    }
    try (MediaInput again = open(file)) {
      return select(again, file, wanted);
    }
  }

  /** Decodes until the last of the wanted frames, keeping only those. */
  private static Selection select(MediaInput input, Path file, Wanted wanted) {
    AVStream stream = input.stream();
    AVCodecParameters parameters = stream.codecpar();
    long pixels = (long) parameters.width() * parameters.height() * wanted.total();
    int cores = Runtime.getRuntime().availableProcessors();
    input.openDecoder(pixels < PIXELS_WORTH_THREADS ? 1 : Math.min(cores, MAX_DECODER_THREADS));
    int[] indices = wanted.indices();
    int size = wanted.width() * wanted.height() * 3;
    byte[] rgb = new byte[Math.multiplyExact(indices.length, size)];
    int decoded = 0;
    int next = 0;
    try (FrameScaler scaler =
        new FrameScaler(wanted.width(), wanted.height(), quarterTurns(stream), wanted.scaling())) {
      while (next < indices.length) {
        AVFrame frame = input.next();
        if (frame == null) {
          break;
        }
        if (decoded == indices[next]) {
          scaler.scale(frame, rgb, next * size);
          for (next++; next < indices.length && indices[next] == decoded; next++) {
            System.arraycopy(rgb, (next - 1) * size, rgb, next * size, size);
          }
        }
        decoded++;
      }
    }
    if (decoded == 0) {
      throw new InputException(file + ": no frame of its video could be decoded");
    }
    return new Selection(rgb, decoded, fps(stream));
  }

  private static double fps(AVStream stream) {
    AVRational rate = stream.avg_frame_rate();
    if (rate.num() == 0 || rate.den() == 0) {
      rate = stream.r_frame_rate();
    }
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }

  /** Clockwise quarter turns that bring a decoded frame upright. */
  private static int quarterTurns(AVStream stream) {
    AVCodecParameters parameters = stream.codecpar();
    AVPacketSideData matrix =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull()) {
      return 0;
    }
    double counterclockwise = av_display_rotation_get(new IntPointer(matrix.data()));
    if (Double.isNaN(counterclockwise)) {
      return 0;
    }
    return Math.floorMod(Math.round(-counterclockwise / 90), 4);
  }
}
