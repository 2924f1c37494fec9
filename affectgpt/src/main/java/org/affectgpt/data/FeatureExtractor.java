package org.affectgpt.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private static final String SILENT =
      "give the clip another sound, or choose a face_or_frame without audio";

  private final MediaEncoder encoder;
  private final ClipReader reader;

  public FeatureExtractor(LoadedModel model) {
    this.encoder = model.encoder();
    this.reader = model.reader();
  }

  /** The clips as they go through the encoders together. */
  static List<List<ClipFile>> batches(List<ClipFile> clips) {
    List<List<ClipFile>> batches = new ArrayList<>();
    for (int from = 0; from < clips.size(); from += BATCH) {
      batches.add(clips.subList(from, Math.min(clips.size(), from + BATCH)));
    }
    return batches;
  }

  /** Hears what became of each clip, batch after batch in their order. */
  public interface Sink {
    void made(ClipFile clip, ClipFeatures features);

    /** The clip's media cannot be used. */
    void failed(ClipFile clip, InputException why);
  }

  /**
   * Features of every clip by name.
   *
   * @param media what to read: frames, faces, audio
   * @throws InputException for the first clip whose media cannot be used
   */
  public Map<String, ClipFeatures> extract(
      List<ClipFile> clips, Set<PatchToken> media, Progress progress) {
    Map<String, ClipFeatures> all = new LinkedHashMap<>();
    Sink sink =
        new Sink() {
          @Override
          public void made(ClipFile clip, ClipFeatures features) {
            all.put(clip.name(), features);
          }

          @Override
          public void failed(ClipFile clip, InputException why) {
            throw why;
          }
        };
    extract(clips, media, sink, progress);
    return all;
  }

  /** The same, each clip told as soon as it is made; bad ones do not end it. */
  public void extract(List<ClipFile> clips, Set<PatchToken> media, Sink sink, Progress progress) {
    int done = 0;
    for (List<ClipFile> part : batches(clips)) {
      @Nullable InputException[] bad = new InputException[part.size()];
      float[] @Nullable [] none = new float[part.size()][];
      float[] @Nullable [] frames =
          media.contains(PatchToken.FRAME)
              ? vision(part, bad, clip -> reader.frames(clip.video()))
              : none;
      float[] @Nullable [] faces =
          media.contains(PatchToken.FACE)
              ? vision(part, bad, clip -> reader.faces(face(clip)))
              : none;
      float[] @Nullable [] sound = media.contains(PatchToken.AUDIO) ? sound(part, bad) : none;
      for (int i = 0; i < part.size(); i++) {
        ClipFile clip = part.get(i);
        InputException why = bad[i];
        if (why == null && !(finite(frames[i]) && finite(faces[i]) && finite(sound[i]))) {
          why =
              new InputException(
                  clip.video() + ": its features are not finite; it or an encoder is damaged");
        }
        if (why == null) {
          sink.made(clip, new ClipFeatures(frames[i], faces[i], sound[i]));
        } else {
          sink.failed(clip, why);
        }
      }
      done += part.size();
      progress.at(done, clips.size(), "");
    }
  }

  /** Features that are no numbers would spoil every weight that they reach. */
  private static boolean finite(float @Nullable [] features) {
    for (int i = 0; features != null && i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        return false;
      }
    }
    return true;
  }

  private static Path face(ClipFile clip) {
    Path face = clip.face();
    if (face == null) {
      throw new InputException(clip.name() + ": has no face crops; choose a mode with frames");
    }
    return face;
  }

  /** Reads one medium of the clips that are good so far, on all cores; bad ones are marked. */
  private static float[] @Nullable [] read(
      List<ClipFile> part, @Nullable InputException[] bad, Function<ClipFile, float[]> read) {
    float[] @Nullable [] values = new float[part.size()][];
    IntStream.range(0, part.size())
        .parallel()
        .filter(i -> bad[i] == null)
        .forEach(
            i -> {
              try {
                values[i] = read.apply(part.get(i));
              } catch (InputException e) {
                bad[i] = e;
              }
            });
    return values;
  }

  private float[] @Nullable [] vision(
      List<ClipFile> part, @Nullable InputException[] bad, Function<ClipFile, Frames> frames) {
    float[] @Nullable [] pixels = read(part, bad, clip -> reader.pixels(frames.apply(clip)));
    float[][] good = Arrays.stream(pixels).filter(Objects::nonNull).toArray(float[][]::new);
    return good.length == 0 ? pixels : spread(encoder.frames(concat(good)), good.length, pixels);
  }

  private float[] @Nullable [] sound(List<ClipFile> part, @Nullable InputException[] bad) {
    int[] windows = new int[part.size()];
    float[] @Nullable [] samples =
        read(
            part,
            bad,
            clip -> {
              float[][] cut = reader.windows(clip.audio(), SILENT);
              windows[part.indexOf(clip)] = cut.length;
              return encoder.normalise(cut);
            });
    float[][] good = Arrays.stream(samples).filter(Objects::nonNull).toArray(float[][]::new);
    if (good.length == 0) {
      return samples;
    }
    int total = Arrays.stream(windows).sum();
    float[] all = NoGrad.call(() -> encoder.acousticFeatures(concat(good), total).toFloats());
    return spread(all, good.length, samples);
  }

  /** Cuts features of the good clips apart and puts them where their clips are. */
  private static float[] @Nullable [] spread(float[] all, int parts, float[] @Nullable [] read) {
    int n = all.length / parts;
    float[] @Nullable [] features = new float[read.length][];
    int at = 0;
    for (int i = 0; i < read.length; i++) {
      if (read[i] != null) {
        features[i] = Arrays.copyOfRange(all, at, at + n);
        at += n;
      }
    }
    return features;
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
}
