package org.affectgpt.io.pickle;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a stream has built before anybody walks it: sharing by reference lets a short stream
 * describe cycles, or a tree of exponential size.
 */
final class PickleGraph {
  static final int MAX_DEPTH = 100;

  /** How often shared parts may be counted again, on the average. */
  private static final long SHARING = 16;

  private static final class Node {
    final Iterator<?> children;
    long size = 1;
    int height = 1;
    boolean done;

    Node(Iterator<?> children) {
      this.children = children;
    }

    void include(Node child, long limit) {
      size += child.size;
      height = Math.max(height, child.height + 1);
      if (size > limit) {
        throw new PickleException("repeats shared parts more often than can be read");
      }
      checkDepth(height);
    }
  }

  private PickleGraph() {}

  static void check(@Nullable Object root, long streamBytes) {
    long limit = SHARING * streamBytes + 1024;
    Map<Object, Node> known = new IdentityHashMap<>();
    Deque<Node> path = new ArrayDeque<>();
    enter(root, known, path);
    while (!path.isEmpty()) {
      Node node = path.peek();
      if (!node.children.hasNext()) {
        node.done = true;
        path.pop();
        if (!path.isEmpty()) {
          path.peek().include(node, limit);
        }
        continue;
      }
      Object child = node.children.next();
      Node seen = known.get(child);
      if (seen == null) {
        if (!enter(child, known, path)) {
          node.size++;
        }
        checkDepth(path.size());
      } else if (seen.done) {
        node.include(seen, limit);
      } else {
        throw new PickleException("holds a container that contains itself");
      }
    }
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new PickleException("nests containers more than " + MAX_DEPTH + " levels deep");
    }
  }

  private static boolean enter(@Nullable Object value, Map<Object, Node> known, Deque<Node> path) {
    Iterator<?> children = children(value);
    if (value == null || children == null) {
      return false;
    }
    Node node = new Node(children);
    known.put(value, node);
    path.push(node);
    return true;
  }

  private static @Nullable Iterator<?> children(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().iterator();
    }
    if (value instanceof Collection<?> items) {
      return items.iterator();
    }
    if (value instanceof PythonTuple tuple) {
      return tuple.items().iterator();
    }
    return value instanceof NumpyValue array ? array.objects().iterator() : null;
  }
}
