package org.affectgpt.tools.measure;

import java.util.List;

/** A group of cases. */
public interface Bench {
  String name();

  /** The cases that are measured when the group is named. */
  List<Case> cases();

  /** Cases that run only when they are named themselves. */
  default List<Case> onRequest() {
    return List.of();
  }
}
