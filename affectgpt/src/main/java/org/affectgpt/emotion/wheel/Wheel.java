package org.affectgpt.emotion.wheel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An emotion wheel: every word of its three rings belongs to one cluster per {@link WheelLevel}.
 *
 * <p>At level 1 a word's cluster is its emotion of the hub. At level 2 it is its emotion of the
 * middle ring; an emotion of the hub takes the alphabetically first emotion of its middle ring. A
 * word written in several places belongs where it is written last (reference: {@code
 * func_get_wheel_cluster}).
 */
public final class Wheel {
  private final String name;
  private final Map<String, String> level1 = new HashMap<>();
  private final Map<String, String> level2 = new HashMap<>();

  /**
   * @param name what the wheel is called in tables
   * @param rows the wheel's words in written order; rows of one hub emotion are taken together
   */
  public Wheel(String name, List<WheelRow> rows) {
    this.name = name;
    tree(rows)
        .forEach(
            (hub, ring) -> {
              level1.put(hub, hub);
              level2.put(hub, ring.keySet().stream().sorted().findFirst().orElseThrow());
              ring.forEach(
                  (middle, outer) -> {
                    place(middle, hub, middle);
                    outer.forEach(word -> place(word, hub, middle));
                  });
            });
  }

  private static Map<String, Map<String, Set<String>>> tree(List<WheelRow> rows) {
    Map<String, Map<String, Set<String>>> tree = new LinkedHashMap<>();
    for (WheelRow row : rows) {
      tree.computeIfAbsent(row.level1(), hub -> new LinkedHashMap<>())
          .computeIfAbsent(row.level2(), middle -> new LinkedHashSet<>())
          .addAll(row.level3());
    }
    return tree;
  }

  private void place(String word, String hub, String middle) {
    level1.put(word, hub);
    level2.put(word, middle);
  }

  public String name() {
    return name;
  }

  /** The cluster of a word of this wheel, or null if the wheel does not have the word. */
  public @Nullable String cluster(WheelLevel level, String word) {
    return clusterOf(level).get(word);
  }

  /** The words of all three rings. */
  public Set<String> words() {
    return Set.copyOf(level1.keySet());
  }

  /** The clusters of a level. */
  public Set<String> clusters(WheelLevel level) {
    return Set.copyOf(clusterOf(level).values());
  }

  private Map<String, String> clusterOf(WheelLevel level) {
    return level == WheelLevel.LEVEL1 ? level1 : level2;
  }
}
