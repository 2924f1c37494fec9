package org.affectgpt.io.pickle;

/**
 * Bounds what calls may copy: a stream can hand the same long text or list to a function again and
 * again in a few bytes each.
 */
final class PickleBudget {
  private long left;

  PickleBudget(long streamBytes) {
    left = 4 * streamBytes + 1024;
  }

  void charge(long elements) {
    left -= elements;
    if (left < 0) {
      throw new PickleException("copies shared parts more often than can be read");
    }
  }
}
