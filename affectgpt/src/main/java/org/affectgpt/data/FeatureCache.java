package org.affectgpt.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.affectgpt.io.Progress;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.tensor.InputException;

/**
 * Features of a data set in a file: the frozen encoders run once for a clip, not once a run. They
 * are kept as soon as they are made, batch by batch, under a key of what their bits depend on: the
 * files of all clips in the batch, since sums are ordered by its size, the encoders' weights, and
 * how media are prepared. A batch that lacks a clip is made again as a whole, so that a run that
 * was killed goes on with the bits of an unbroken one.
 */
public final class FeatureCache {
  /** To be raised when the preparation of media changes. */
  private static final String PREPARATION = "3";

  private final Path file;

  public FeatureCache(Path file) {
    this.file = file;
  }

  /**
   * What reading gave.
   *
   * @param features by clip
   * @param bad clips whose media could not be decoded, and why
   */
  public record Read(Map<String, ClipFeatures> features, Map<String, String> bad) {}

  /**
   * The features of these clips under this model, from the file as far as it has them.
   *
   * @param media what to read of them
   * @param progress asked for only when clips are read
   */
  public Read get(
      LoadedModel model, List<ClipFile> clips, Set<PatchToken> media, Supplier<Progress> progress) {
    Map<String, String> keys = keys(model, clips, media);
    Map<String, ClipFeatures> features = new LinkedHashMap<>();
    Map<String, String> bad = new LinkedHashMap<>();
    try (FeatureStore store = FeatureStore.open(file)) {
      Map<String, ClipFeatures> kept = store.load(Set.copyOf(keys.values()));
      List<ClipFile> missing = new ArrayList<>();
      for (List<ClipFile> batch : FeatureExtractor.batches(clips)) {
        if (batch.stream().allMatch(clip -> kept.containsKey(keys.get(clip.name())))) {
          batch.forEach(clip -> features.put(clip.name(), kept.get(keys.get(clip.name()))));
        } else {
          missing.addAll(batch);
        }
      }
      if (!missing.isEmpty()) {
        FeatureExtractor.Sink sink =
            new FeatureExtractor.Sink() {
              @Override
              public void made(ClipFile clip, ClipFeatures made) {
                String key = keys.get(clip.name());
                if (!kept.containsKey(key)) {
                  store.add(key, made);
                }
                features.put(clip.name(), made);
              }

              @Override
              public void failed(ClipFile clip, InputException why) {
                bad.put(clip.name(), why.getMessage());
              }
            };
        new FeatureExtractor(model).extract(missing, media, sink, progress.get());
      }
    }
    return new Read(features, bad);
  }

  private static Map<String, String> keys(
      LoadedModel model, List<ClipFile> clips, Set<PatchToken> media) {
    String encoders =
        new Fingerprint()
            .text(PREPARATION)
            .folder(model.parts().clip())
            .folder(model.parts().hubert())
            .text(model.model().config().toString())
            .text(new TreeSet<>(media).toString())
            .hex();
    Map<String, String> keys = new LinkedHashMap<>();
    for (List<ClipFile> batch : FeatureExtractor.batches(clips)) {
      Fingerprint print = new Fingerprint().text(encoders);
      for (ClipFile clip : batch) {
        print.text(clip.name());
        files(clip).forEach(file -> print.stamp(file).sample(file));
      }
      String whole = print.hex();
      batch.forEach(
          clip -> keys.put(clip.name(), new Fingerprint().text(whole).text(clip.name()).hex()));
    }
    return keys;
  }

  private static List<Path> files(ClipFile clip) {
    return clip.face() == null
        ? List.of(clip.video(), clip.audio())
        : List.of(clip.video(), clip.audio(), clip.face());
  }
}
