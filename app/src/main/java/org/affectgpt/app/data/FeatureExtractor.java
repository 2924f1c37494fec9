package org.affectgpt.app.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.affectgpt.app.model.ClipFeatures;
import org.affectgpt.app.model.ClipReader;
import org.affectgpt.app.model.LoadedModel;
import org.affectgpt.app.model.MediaEncoder;
import org.affectgpt.app.train.Progress;
import org.affectgpt.tensor.NoGrad;

/**
 * Runs the frozen encoders over clips, once: training then costs the decoder only. Files are read
 * by all cores, encoded in batches.
 */
public final class FeatureExtractor {
  private static final int BATCH = 32;

  private final MediaEncoder encoder;
  private final ClipReader reader;

  public FeatureExtractor(LoadedModel model) {
    this.encoder = model.encoder();
    this.reader = model.reader();
  }

  /** Features of every clip by name. */
  public Map<String, ClipFeatures> extract(List<ClipFile> clips, Progress progress) {
    Map<String, ClipFeatures> all = new LinkedHashMap<>();
    for (int from = 0; from < clips.size(); from += BATCH) {
      List<ClipFile> part = clips.subList(from, Math.min(clips.size(), from + BATCH));
      float[][] pixels = new float[part.size()][];
      float[][] samples = new float[part.size()][];
      int[] windows = new int[part.size()];
      IntStream.range(0, part.size())
          .parallel()
          .forEach(
              i -> {
                pixels[i] = reader.pixels(reader.frames(part.get(i).video()));
                float[][] cut = reader.windows(part.get(i).audio());
                windows[i] = cut.length;
                samples[i] = encoder.normalise(cut);
              });
      float[] frames = encoder.frames(concat(pixels));
      int total = Arrays.stream(windows).sum();
      float[] sound =
          NoGrad.call(() -> encoder.acousticFeatures(concat(samples), total).toFloats());
      List<float[]> frameParts = split(frames, part.size());
      List<float[]> soundParts = split(sound, part.size());
      for (int i = 0; i < part.size(); i++) {
        all.put(part.get(i).name(), new ClipFeatures(frameParts.get(i), null, soundParts.get(i)));
      }
      progress.at(from + part.size(), clips.size(), "");
    }
    return all;
  }

  private static float[] concat(float[][] parts) {
    int n = Arrays.stream(parts).mapToInt(p -> p.length).sum();
    float[] all = new float[n];
    int at = 0;
    for (float[] p : parts) {
      System.arraycopy(p, 0, all, at, p.length);
      at += p.length;
    }
    return all;
  }

  private static List<float[]> split(float[] all, int parts) {
    int n = all.length / parts;
    List<float[]> split = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      split.add(Arrays.copyOfRange(all, i * n, (i + 1) * n));
    }
    return split;
  }
}
