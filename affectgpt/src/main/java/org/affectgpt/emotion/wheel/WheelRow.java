package org.affectgpt.emotion.wheel;

import java.util.List;

/**
 * One emotion of a wheel's middle ring with its place.
 *
 * @param level1 the emotion of the hub
 * @param level2 the emotion of the middle ring
 * @param level3 the emotions of the outer ring that belong to it, in written order
 */
public record WheelRow(String level1, String level2, List<String> level3) {
  public WheelRow {
    level3 = List.copyOf(level3);
  }
}
