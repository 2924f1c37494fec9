package org.affectgpt.io.media;

import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.tensor.InputException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Reads the frames of any video file that FFmpeg can decode, those that a player shows, in the
 * order in which it shows them. Every frame is brought to the wanted size without keeping its
 * aspect ratio, turned and mirrored as the file says. Damaged parts are skipped. Every method
 * throws {@link InputException} for a file that is missing, is no media file or has no video.
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
   * The {@code n} frames that {@link UniformSampling} chooses of all that can be decoded.
   *
   * @return [n, height, width, 3]
   */
  public static Frames uniform(Path file, int n, int width, int height, Scaling scaling) {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.VIDEO)) {
      return uniform(clip, n, width, height, scaling);
    }
  }

  /** The same of a file that is open. */
  public static Frames uniform(MediaFile clip, int n, int width, int height, Scaling scaling) {
    int total = promised(clip);
    while (true) {
      int[] indices = UniformSampling.indices(total, n);
      Selection s = select(clip, new Wanted(indices, width, height, scaling, total));
      if (Arrays.equals(indices, UniformSampling.indices(s.decoded, n))) {
        return new Frames(n, height, width, s.rgb, indices, s.decoded, s.fps);
      }
      // The packets promised another number of frames: what can be decoded is the clip.
      total = s.decoded;
    }
  }

  /**
   * The first {@code limit} frames, or all when there are fewer; {@code totalFrames} still counts
   * the whole clip.
   *
   * @return [frames, height, width, 3]
   */
  public static Frames all(Path file, int limit, int width, int height) {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.VIDEO)) {
      int total = promised(clip);
      int count;
      Selection s;
      do {
        count = Math.min(limit, total);
        int[] indices = new int[count];
        Arrays.setAll(indices, i -> i);
        s = select(clip, new Wanted(indices, width, height, Scaling.BICUBIC, total));
        total = s.decoded;
      } while (count < Math.min(limit, total));
      int kept = Math.min(count, total);
      int[] indices = new int[kept];
      Arrays.setAll(indices, i -> i);
      byte[] rgb = Arrays.copyOf(s.rgb, kept * height * width * 3);
      return new Frames(kept, height, width, rgb, indices, total, s.fps);
    }
  }

  /** What a video file holds: its upright size in pixels and its number of frames. */
  public static VideoInfo info(Path file) {
    try (MediaFile clip = MediaFile.open(file, MediaFile.Part.VIDEO)) {
      int promised = promised(clip);
      Selection s = select(clip, new Wanted(new int[0], 1, 1, Scaling.BICUBIC, promised));
      return new VideoInfo(s.width, s.height, s.decoded, s.fps);
    }
  }

  private static int promised(MediaFile clip) {
    if (!clip.hasVideo()) {
      throw new InputException(clip.path() + ": has no video; give a file with a video track");
    }
    return Math.max(1, clip.promisedFrames());
  }

  /**
   * @param rgb the wanted frames that there are
   * @param decoded how many frames the clip has
   * @param width of the first frame as it is shown
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Selection(byte[] rgb, int decoded, int width, int height, double fps) {}

  /**
   * The frames to decode.
   *
   * @param indices ascending
   * @param total how many frames the clip seems to have
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Wanted(int[] indices, int width, int height, Scaling scaling, int total) {}

  /** Decodes all, keeping only the wanted frames: only the decoder knows how many there are. */
  private static Selection select(MediaFile clip, Wanted wanted) {
    Path file = clip.path();
    int[] indices = wanted.indices();
    int size = wanted.width() * wanted.height() * 3;
    byte[] rgb = new byte[Math.multiplyExact(indices.length, size)];
    int decoded = 0;
    int next = 0;
    int[] shape = {0, 0};
    try (StreamDecoder decoder = decoder(clip, wanted.total());
        FrameScaler scaler =
            new FrameScaler(file, wanted.width(), wanted.height(), wanted.scaling())) {
      Cropping cropping = Cropping.of(clip.video());
      double fps = fps(clip.video());
      if (indices.length == 0) {
        decoder.onlyCount();
      }
      for (AVFrame frame = decoder.next(); frame != null; frame = decoder.next()) {
        if (decoded == 0 || (next < indices.length && decoded == indices[next])) {
          cropping.apply(frame);
          shape = decoded == 0 ? shape(frame, file) : shape;
        }
        if (next < indices.length && decoded == indices[next]) {
          scaler.scale(frame, rgb, next * size);
          for (next++; next < indices.length && indices[next] == decoded; next++) {
            System.arraycopy(rgb, (next - 1) * size, rgb, next * size, size);
          }
          if (next == indices.length) {
            decoder.onlyCount();
          }
        }
        decoded++;
      }
      if (decoded == 0) {
        throw new InputException(
            file + ": no frame of its video can be decoded; leave it out, or record it again");
      }
      return new Selection(rgb, decoded, shape[0], shape[1], fps);
    }
  }

  private static StreamDecoder decoder(MediaFile clip, int total) {
    var packets = clip.videoPackets();
    AVCodecParameters parameters = clip.video().codecpar();
    long pixels = (long) parameters.width() * parameters.height() * total;
    int cores = Runtime.getRuntime().availableProcessors();
    int threads = pixels < PIXELS_WORTH_THREADS ? 1 : Math.min(cores, MAX_DECODER_THREADS);
    return new StreamDecoder(clip.path(), clip.video(), packets, threads);
  }

  private static int[] shape(AVFrame frame, Path file) {
    boolean sideways = Orientation.of(frame, file).sideways();
    return sideways
        ? new int[] {frame.height(), frame.width()}
        : new int[] {frame.width(), frame.height()};
  }

  private static double fps(AVStream stream) {
    AVRational rate = stream.avg_frame_rate();
    if (rate.num() == 0 || rate.den() == 0) {
      rate = stream.r_frame_rate();
    }
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }
}
