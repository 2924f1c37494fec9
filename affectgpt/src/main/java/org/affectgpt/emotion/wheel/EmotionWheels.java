package org.affectgpt.emotion.wheel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Five emotion wheels and the vocabulary that leads into them.
 *
 * <p>A label leads to candidate wheel words (its own forms and synonyms); on a wheel it belongs to
 * the cluster of the first candidate that the wheel has. A label without candidates, or whose
 * candidates a wheel does not have, is unmapped there and leaves the set. Labels are compared as
 * they are: {@link LabelList#normalise} first. Immutable, safe for several threads.
 */
public final class EmotionWheels {
  /** The number of wheels that the metrics average over. */
  public static final int COUNT = 5;

  private static final WheelLevel[] LEVELS = WheelLevel.values();

  private final String description;
  private final List<Wheel> wheels;

  /** Label to clusters, indexed by {@code wheel * levels + level}; null where unmapped. */
  private final Map<String, @Nullable String[]> clusters;

  /**
   * @param description what these wheels are, for reports
   * @param wheels the five wheels
   * @param candidates for every label its wheel words, the preferred ones first
   */
  public EmotionWheels(
      String description,
      List<Wheel> wheels,
      Map<String, ? extends Collection<String>> candidates) {
    if (wheels.size() != COUNT) {
      throw new IllegalArgumentException("expected " + COUNT + " wheels, got " + wheels.size());
    }
    this.description = description;
    this.wheels = List.copyOf(wheels);
    this.clusters = HashMap.newHashMap(candidates.size());
    candidates.forEach((label, words) -> clusters.put(label, resolve(words)));
  }

  private @Nullable String[] resolve(Collection<String> words) {
    @Nullable String[] found = new @Nullable String[COUNT * LEVELS.length];
    for (int wheel = 0; wheel < COUNT; wheel++) {
      for (WheelLevel level : LEVELS) {
        for (String word : words) {
          String cluster = wheels.get(wheel).cluster(level, word);
          if (cluster != null) {
            found[index(wheel, level)] = cluster;
            break;
          }
        }
      }
    }
    return found;
  }

  private static int index(int wheel, WheelLevel level) {
    return wheel * LEVELS.length + level.ordinal();
  }

  /** What these wheels are, for reports. */
  public String description() {
    return description;
  }

  /** The five wheels in order. */
  public List<Wheel> wheels() {
    return wheels;
  }

  /** Every label that the vocabulary knows, whether or not some wheel has a place for it. */
  public Set<String> labels() {
    return Set.copyOf(clusters.keySet());
  }

  /** Whether the vocabulary knows the label. */
  public boolean knows(String label) {
    return clusters.containsKey(label);
  }

  /**
   * The cluster of one label, or null if it has no place on the wheel.
   *
   * @param wheel the wheel's index, 0 to 4
   */
  public @Nullable String cluster(int wheel, WheelLevel level, String label) {
    @Nullable String[] found = clusters.get(label);
    return found == null ? null : found[index(wheel, level)];
  }

  /** The clusters of several labels as a set; labels without a place are dropped. */
  public SortedSet<String> clusters(int wheel, WheelLevel level, Collection<String> labels) {
    SortedSet<String> set = new TreeSet<>();
    for (String label : labels) {
      String cluster = cluster(wheel, level, label);
      if (cluster != null) {
        set.add(cluster);
      }
    }
    return set;
  }

  /**
   * SHA-256 over the whole table: for all labels in code-point order the line {@code label|level1
   * of the five wheels|level2 of the five wheels}, empty where unmapped. Two sets of wheels with
   * one checksum give the same scores.
   */
  public String checksum() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String label : new TreeSet<>(clusters.keySet())) {
        StringBuilder line = new StringBuilder(label);
        for (WheelLevel level : LEVELS) {
          for (int wheel = 0; wheel < COUNT; wheel++) {
            String cluster = cluster(wheel, level, label);
            line.append('|').append(cluster == null ? "" : cluster);
          }
        }
        digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
