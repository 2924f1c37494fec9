package org.affectgpt.io;

/** Hears how far long work has come. */
@FunctionalInterface
public interface Progress {
  /** Work that nobody watches. */
  Progress NONE = (done, total, note) -> {};

  /**
   * @param note a few words on the state, for example the loss; may be empty
   */
  void at(long done, long total, String note);
}
