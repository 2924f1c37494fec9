package org.affectgpt.emotion.wheel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The project's own wheels: the published wheels of Willcox, Roberts, Plutchik, Parrott and the
 * Junto Institute, and a vocabulary of word families, both written for this project and shipped
 * with it ({@code wheels.txt} and {@code words.txt} beside this class say whose wheels they are).
 * Scores with them are comparable among themselves, not with MER-UniBench, for which {@link
 * OfficialWheels} loads the original tables.
 */
public final class PublishedWheels {
  private PublishedWheels() {}

  /** Loads the wheels from the class path. */
  public static EmotionWheels load() {
    return new EmotionWheels(
        "the project's own (Willcox, Roberts, Plutchik, Parrott, Junto)",
        wheels(lines("wheels.txt")),
        WordFamilies.parse(lines("words.txt")).candidates());
  }

  static List<Wheel> wheels(List<String> lines) {
    Map<String, List<WheelRow>> rows = new LinkedHashMap<>();
    String name = "";
    for (String line : lines) {
      if (line.startsWith("[")) {
        name = line.substring(1, line.length() - 1);
        rows.put(name, new ArrayList<>());
        continue;
      }
      String[] parts = line.split("[>:]", -1);
      if (parts.length != 3 || !rows.containsKey(name)) {
        throw new IllegalArgumentException("not 'hub > middle: outer, ...' in a wheel: " + line);
      }
      rows.get(name).add(new WheelRow(parts[0].strip(), parts[1].strip(), items(parts[2])));
    }
    rows.forEach(PublishedWheels::requireOnePlace);
    return rows.entrySet().stream().map(e -> new Wheel(e.getKey(), e.getValue())).toList();
  }

  private static void requireOnePlace(String wheel, List<WheelRow> rows) {
    Map<String, String> places = new HashMap<>();
    for (WheelRow row : rows) {
      List<String> words = new ArrayList<>(row.level3());
      words.add(row.level2());
      for (String word : words) {
        String place = row.level1() + " > " + row.level2();
        String other = places.put(word, place);
        if (other != null && !other.equals(place)) {
          throw new IllegalArgumentException(
              "'" + word + "' stands in " + other + " and in " + place + " of wheel " + wheel);
        }
      }
    }
  }

  static List<String> items(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static List<String> lines(String resource) {
    try (InputStream in = PublishedWheels.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + resource);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }
}
