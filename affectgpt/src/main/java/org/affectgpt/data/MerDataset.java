package org.affectgpt.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.SyntheticCorpus;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * A labelled data set in the MER-Caption+ layout (AffectGPT, arXiv 2501.16566; the folders of the
 * original's {@code config.py}).
 *
 * @param items its clips in the order of the label table
 */
public record MerDataset(List<Item> items) {
  private static final int NAMED = 3;

  /** One clip, not yet read. */
  public record Item(
      ClipFile file, String subtitle, List<String> labels, String reason, ChainOfThought chain) {
    public Item {
      labels = List.copyOf(labels);
    }
  }

  public MerDataset {
    items = List.copyOf(items);
  }

  /**
   * Reads the tables and finds the media.
   *
   * @param needsFaces whether every clip must have face crops
   * @throws InputException naming the table, or the first clips whose media or rows are missing
   */
  public static MerDataset read(DataConfig config, boolean needsFaces) {
    DataTables tables = new DataTables(config);
    CorpusLayout layout = tables.layout();
    Map<String, List<String>> labels = tables.labels();
    if (labels.isEmpty()) {
      throw new InputException(layout.root() + ": split " + config.split() + " has no clip");
    }
    Map<String, String> subtitles = tables.subtitles();
    Map<String, String> reasons = tables.reasons();
    Map<String, Clip> known = factors(layout);
    refuse("have no row in the table of subtitles", labels, n -> !subtitles.containsKey(n));
    refuse("have no row in the table of reasons", labels, n -> !has(reasons, n));
    refuse("have no video/NAME.mp4 or .avi", labels, n -> video(layout, n) == null);
    if (needsFaces) {
      refuse("have no openface_face/NAME/NAME.npy", labels, n -> face(layout, n) == null);
    }
    List<Item> items = new ArrayList<>();
    labels.forEach(
        (name, words) -> {
          String reason = reasons.getOrDefault(name, "");
          Clip clip = known.get(name);
          items.add(
              new Item(
                  file(layout, name),
                  subtitles.get(name),
                  words,
                  reason,
                  clip == null
                      ? mode -> reason
                      : mode -> CorpusClips.chain(clip.observed(), mode)));
        });
    return new MerDataset(items);
  }

  /** The clips with their features. */
  public List<LabelledClip> labelled(Map<String, ClipFeatures> features) {
    return items.stream()
        .map(
            i ->
                new LabelledClip(
                    i.file().name(),
                    features.get(i.file().name()),
                    i.subtitle(),
                    i.labels(),
                    i.reason(),
                    i.chain()))
        .toList();
  }

  /** Where the media lie. */
  public List<ClipFile> files() {
    return items.stream().map(Item::file).toList();
  }

  /** Whether clips have descriptions. */
  public boolean hasReasons() {
    return items.stream().noneMatch(i -> i.reason().isEmpty());
  }

  private interface Lacks {
    boolean test(String name);
  }

  private static void refuse(String what, Map<String, List<String>> labels, Lacks lacks) {
    List<String> names = labels.keySet().stream().filter(lacks::test).toList();
    if (!names.isEmpty()) {
      throw new InputException(
          names.size()
              + " of "
              + labels.size()
              + " clips "
              + what
              + ": "
              + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
              + (names.size() > NAMED ? ", ..." : "")
              + "; complete the data set or take them out of the label table");
    }
  }

  private static boolean has(Map<String, String> reasons, String name) {
    return reasons.isEmpty() || reasons.containsKey(name);
  }

  private static ClipFile file(CorpusLayout layout, String name) {
    Path video = video(layout, name);
    Path sound = layout.audio(name);
    if (video == null) {
      throw new IllegalStateException(name);
    }
    return new ClipFile(
        name, video, Files.isRegularFile(sound) ? sound : video, face(layout, name));
  }

  /** In a folder of its own (MER2025) or beside the others. */
  private static @Nullable Path face(CorpusLayout layout, String name) {
    Path faces = layout.root().resolve("openface_face");
    Path own = faces.resolve(name).resolve(name + ".npy");
    Path flat = faces.resolve(name + ".npy");
    if (Files.isRegularFile(own)) {
      return own;
    }
    return Files.isRegularFile(flat) ? flat : null;
  }

  private static @Nullable Path video(CorpusLayout layout, String name) {
    Path mp4 = layout.video(name);
    if (Files.isRegularFile(mp4)) {
      return mp4;
    }
    Path avi = mp4.resolveSibling(name + ".avi");
    return Files.isRegularFile(avi) ? avi : null;
  }

  private static Map<String, Clip> factors(CorpusLayout layout) {
    Map<String, Clip> known = new HashMap<>();
    if (Files.isRegularFile(layout.factors())) {
      SyntheticCorpus.read(layout.root()).clips().forEach(c -> known.put(c.name(), c));
    }
    return known;
  }
}
