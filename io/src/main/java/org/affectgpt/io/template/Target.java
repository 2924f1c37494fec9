package org.affectgpt.io.template;

import java.util.List;

/** What a value is assigned to. */
sealed interface Target {
  /** A variable. */
  record Name(String name) implements Target {}

  /** {@code a, b}. */
  record Unpacked(List<Target> targets) implements Target {}

  /** {@code ns.name} of a namespace. */
  record Member(String namespace, String name) implements Target {}
}
