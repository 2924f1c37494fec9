package org.affectgpt.io.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Which of {@code varargs}, {@code kwargs} and {@code caller} the bodies of macros ask for. */
final class NamesSeen {
  private static final Set<String> SPECIAL = Set.of("varargs", "kwargs", "caller");

  private record Body(Set<String> read, Set<String> written) {}

  private final Deque<Body> bodies = new ArrayDeque<>();

  void read(String name) {
    if (SPECIAL.contains(name)) {
      for (Body body : bodies) {
        if (!body.written.contains(name)) {
          body.read.add(name);
        }
      }
    }
  }

  void written(String name) {
    if (SPECIAL.contains(name)) {
      bodies.forEach(body -> body.written.add(name));
    }
  }

  /** A body begins. */
  void enter() {
    bodies.push(new Body(new HashSet<>(), new HashSet<>()));
  }

  /** It ends: what it asked for. */
  Set<String> leave() {
    return bodies.pop().read;
  }
}
