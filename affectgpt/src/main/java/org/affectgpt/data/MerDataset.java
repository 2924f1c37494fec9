package org.affectgpt.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.tensor.InputException;

/**
 * A labelled data set in the MER-Caption+ layout (AffectGPT, arXiv 2501.16566; the folders of the
 * original's {@code config.py}).
 *
 * @param root its folder
 * @param items the clips that can be used, in the order of the label table
 * @param faults what is wrong with the others, all of it
 * @param unlabelled names of clips whose list of labels is empty: they count as neutral
 */
public record MerDataset(Path root, List<Item> items, List<Fault> faults, List<String> unlabelled) {
  /**
   * One clip, not yet read.
   *
   * @param row where it stands in the label table
   */
  public record Item(
      ClipFile file,
      String row,
      String subtitle,
      List<String> labels,
      String reason,
      ChainOfThought chain) {
    public Item {
      labels = List.copyOf(labels);
    }

    String name() {
      return file.name();
    }
  }

  public MerDataset {
    items = List.copyOf(items);
    faults = List.copyOf(faults);
    unlabelled = List.copyOf(unlabelled);
  }

  /**
   * Reads the tables and finds the media; what is wrong with single clips is kept as {@link
   * #faults}.
   *
   * @param needsFaces whether every clip must have face crops
   * @throws InputException naming a table that cannot be read or has no clip
   */
  public static MerDataset read(DataConfig config, boolean needsFaces) {
    return new DatasetReader(config, needsFaces).read();
  }

  /** Clips in all, whether they can be used or not. */
  public int total() {
    Set<String> bad = new HashSet<>();
    faults.forEach(f -> bad.add(f.clip()));
    return items.size() + bad.size();
  }

  /** The same without clips whose media turned out to be bad: name to what is wrong. */
  public MerDataset without(Map<String, String> bad) {
    List<Item> good = new ArrayList<>();
    List<Fault> all = new ArrayList<>(faults);
    for (Item item : items) {
      String what = bad.get(item.name());
      if (what == null) {
        good.add(item);
      } else {
        all.add(new Fault(item.name(), item.row(), what));
      }
    }
    return new MerDataset(root, good, all, unlabelled);
  }

  /** The clips with their features. */
  public List<LabelledClip> labelled(Map<String, ClipFeatures> features) {
    return items.stream()
        .map(
            i ->
                new LabelledClip(
                    i.name(),
                    features.get(i.name()),
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
}
