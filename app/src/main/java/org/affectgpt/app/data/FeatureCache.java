package org.affectgpt.app.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.affectgpt.app.model.ClipFeatures;
import org.affectgpt.app.model.LoadedModel;
import org.affectgpt.app.train.Progress;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Features of a data set in a file: the frozen encoders run once for a clip, not once a run. */
public final class FeatureCache {
  private static final String KEY = "fingerprint";
  private static final String FRAMES = "frames.";
  private static final String AUDIO = "audio.";

  private final Path file;

  public FeatureCache(Path file) {
    this.file = file;
  }

  /**
   * The features of these clips under this model, from the file where it has exactly them.
   *
   * @param progress asked for only when clips are read
   */
  public Map<String, ClipFeatures> get(
      LoadedModel model, List<ClipFile> clips, Supplier<Progress> progress) {
    String fingerprint = fingerprint(model, clips);
    Map<String, ClipFeatures> cached = read(fingerprint, clips);
    if (cached != null) {
      return cached;
    }
    Map<String, ClipFeatures> features = new FeatureExtractor(model).extract(clips, progress.get());
    write(fingerprint, features);
    return features;
  }

  private static String fingerprint(LoadedModel model, List<ClipFile> clips) {
    Fingerprint print = new Fingerprint();
    print.folder(model.parts().clip()).folder(model.parts().hubert());
    print.text(model.model().config().toString());
    for (ClipFile clip : clips) {
      print.text(clip.name()).stamp(clip.video()).stamp(clip.audio());
    }
    return print.hex();
  }

  private @Nullable Map<String, ClipFeatures> read(String fingerprint, List<ClipFile> clips) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (SafeTensorsFile source = SafeTensorsFile.open(file)) {
      if (!fingerprint.equals(source.metadata().get(KEY))) {
        return null;
      }
      Map<String, ClipFeatures> features = new LinkedHashMap<>();
      for (ClipFile clip : clips) {
        features.put(
            clip.name(),
            new ClipFeatures(
                source.entry(FRAMES + clip.name()).toFloats(),
                null,
                source.entry(AUDIO + clip.name()).toFloats()));
      }
      return features;
    } catch (InputException e) {
      return null; // a damaged cache is made again
    }
  }

  private void write(String fingerprint, Map<String, ClipFeatures> features) {
    SafeTensorsWriter writer = new SafeTensorsWriter().metadata(KEY, fingerprint);
    features.forEach(
        (name, f) -> {
          add(writer, FRAMES + name, f.frames());
          add(writer, AUDIO + name, f.audio());
        });
    writer.write(file);
  }

  private static void add(SafeTensorsWriter writer, String name, float @Nullable [] values) {
    if (values != null) {
      writer.floats(name, StoredType.F32, new long[] {values.length}, values);
    }
  }
}
