package org.affectgpt.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.affectgpt.io.Progress;
import org.affectgpt.io.media.Frames;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.ClipReader;
import org.affectgpt.model.MediaEncoder;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.NoGrad;
import org.jspecify.annotations.Nullable;

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

  /**
   * Features of every clip by name.
   *
   * @param media what to read: frames, faces, audio
   * @throws InputException for a clip without a medium that is asked for
   */
  public Map<String, ClipFeatures> extract(
      List<ClipFile> clips, Set<PatchToken> media, Progress progress) {
    Map<String, ClipFeatures> all = new LinkedHashMap<>();
    for (int from = 0; from < clips.size(); from += BATCH) {
      List<ClipFile> part = clips.subList(from, Math.min(clips.size(), from + BATCH));
      List<float[]> frames =
          media.contains(PatchToken.FRAME)
              ? vision(part, clip -> reader.frames(clip.video()))
              : List.of();
      List<float[]> faces =
          media.contains(PatchToken.FACE)
              ? vision(part, clip -> reader.faces(face(clip)))
              : List.of();
      List<float[]> sound = media.contains(PatchToken.AUDIO) ? sound(part) : List.of();
      for (int i = 0; i < part.size(); i++) {
        all.put(part.get(i).name(), new ClipFeatures(get(frames, i), get(faces, i), get(sound, i)));
      }
      progress.at(from + part.size(), clips.size(), "");
    }
    return all;
  }

  private static float @Nullable [] get(List<float[]> features, int i) {
    return features.isEmpty() ? null : features.get(i);
  }

  private static Path face(ClipFile clip) {
    Path face = clip.face();
    if (face == null) {
      throw new InputException(clip.name() + ": has no face crops; choose a mode with frames");
    }
    return face;
  }

  private List<float[]> vision(List<ClipFile> part, Function<ClipFile, Frames> read) {
    float[][] pixels = new float[part.size()][];
    IntStream.range(0, part.size())
        .parallel()
        .forEach(i -> pixels[i] = reader.pixels(read.apply(part.get(i))));
    return split(encoder.frames(concat(pixels)), part.size());
  }

  private List<float[]> sound(List<ClipFile> part) {
    float[][] samples = new float[part.size()][];
    int[] windows = new int[part.size()];
    IntStream.range(0, part.size())
        .parallel()
        .forEach(
            i -> {
              float[][] cut = reader.windows(part.get(i).audio());
              windows[i] = cut.length;
              samples[i] = encoder.normalise(cut);
            });
    int total = Arrays.stream(windows).sum();
    float[] sound = NoGrad.call(() -> encoder.acousticFeatures(concat(samples), total).toFloats());
    return split(sound, part.size());
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
