package org.affectgpt.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.affectgpt.io.Progress;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Features of a data set in a file: the frozen encoders run once for a clip, not once a run. */
public final class FeatureCache {
  private static final String KEY = "fingerprint";
  private static final String FRAMES = "frames.";
  private static final String FACES = "faces.";
  private static final String AUDIO = "audio.";

  private final Path file;

  public FeatureCache(Path file) {
    this.file = file;
  }

  /**
   * The features of these clips under this model, from the file where it has exactly them.
   *
   * @param media what to read of them
   * @param progress asked for only when clips are read
   */
  public Map<String, ClipFeatures> get(
      LoadedModel model, List<ClipFile> clips, Set<PatchToken> media, Supplier<Progress> progress) {
    String fingerprint = fingerprint(model, clips, media);
    Map<String, ClipFeatures> cached = read(fingerprint, clips);
    if (cached != null) {
      return cached;
    }
    Map<String, ClipFeatures> features =
        new FeatureExtractor(model).extract(clips, media, progress.get());
    write(fingerprint, features);
    return features;
  }

  private static String fingerprint(
      LoadedModel model, List<ClipFile> clips, Set<PatchToken> media) {
    Fingerprint print = new Fingerprint();
    print.folder(model.parts().clip()).folder(model.parts().hubert());
    print.text(model.model().config().toString()).text(new TreeSet<>(media).toString());
    for (ClipFile clip : clips) {
      print.text(clip.name()).stamp(clip.video()).stamp(clip.audio());
      if (clip.face() != null) {
        print.stamp(clip.face());
      }
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
                floats(source, FRAMES + clip.name()),
                floats(source, FACES + clip.name()),
                floats(source, AUDIO + clip.name())));
      }
      return features;
    } catch (InputException e) {
      return null; // a damaged cache is made again
    }
  }

  private static float @Nullable [] floats(SafeTensorsFile source, String name) {
    TensorEntry entry = source.find(name);
    return entry == null ? null : entry.toFloats();
  }

  private void write(String fingerprint, Map<String, ClipFeatures> features) {
    SafeTensorsWriter writer = new SafeTensorsWriter().metadata(KEY, fingerprint);
    features.forEach(
        (name, f) -> {
          add(writer, FRAMES + name, f.frames());
          add(writer, FACES + name, f.faces());
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
