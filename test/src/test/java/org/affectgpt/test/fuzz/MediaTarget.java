package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.media.Mp4Writer;
import org.affectgpt.io.media.VideoInfo;
import org.affectgpt.io.media.VideoReader;

/** Short MP4 clips: what they hold, and two frames of them. */
final class MediaTarget implements FuzzTarget {
  private static final int SIDE = 32;

  @Override
  public String name() {
    return "mp4";
  }

  @Override
  public String suffix() {
    return ".mp4";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    Path file = Files.createTempFile("seed", ".mp4");
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] rgb = new byte[SIDE * SIDE * 3];
      for (int j = 0; j < rgb.length; j++) {
        rgb[j] = (byte) (i * 40 + j * j % 251);
      }
      frames.add(rgb);
    }
    float[] sound = new float[1600];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) Math.sin(i * 0.2) / 2;
    }
    List<byte[]> seeds = new ArrayList<>();
    Mp4Writer.write(file, SIDE, SIDE, 25, frames, sound, 16000);
    seeds.add(Files.readAllBytes(file));
    Mp4Writer.write(file, SIDE, SIDE, 10, frames, null, 16000);
    seeds.add(Files.readAllBytes(file));
    Files.delete(file);
    return seeds;
  }

  @Override
  public long parse(Path file) {
    VideoInfo info = VideoReader.info(file);
    Frames frames = VideoReader.uniform(file, 2, 16, 16);
    return info.hashCode() + frames.hashCode();
  }

  /** FFmpeg's memory is not Java's. */
  @Override
  public long allocationBound(long fileBytes) {
    return (32L << 20) + 64 * fileBytes;
  }
}
