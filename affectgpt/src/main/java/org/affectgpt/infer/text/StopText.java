package org.affectgpt.infer.text;

import java.util.List;

/**
 * Watches a growing text for stop strings, which may span tokens. What could still become one is
 * held back, so that a reader never sees a part of it.
 */
final class StopText {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean reached;

  StopText(List<String> stops) {
    this.stops = stops;
  }

  /** Whether a stop string has come; the text ends before it. */
  boolean reached() {
    return reached;
  }

  /** Takes a piece and gives what is certainly text. */
  String accept(String piece) {
    if (reached) {
      return "";
    }
    held.append(piece);
    int end = held.length();
    for (String stop : stops) {
      int at = held.indexOf(stop);
      if (at >= 0 && at <= end) {
        reached = true;
        end = at;
      }
    }
    return take(reached ? end : end - open());
  }

  /** Characters at the end that may be the beginning of a stop string. */
  private int open() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (stop.startsWith(held.substring(held.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }

  /** What is left when no more text comes. */
  String finish() {
    return reached ? "" : take(held.length());
  }

  private String take(int count) {
    String text = held.substring(0, count);
    held.delete(0, count);
    return text;
  }
}
