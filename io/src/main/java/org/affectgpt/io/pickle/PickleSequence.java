package org.affectgpt.io.pickle;

import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Pickles that lie one after another in a file, with other things behind them. */
public final class PickleSequence {
  private final String where;
  private final MemorySegment all;
  private long at;

  /**
   * @param where the file, for messages
   * @param all begins with a pickle
   */
  public PickleSequence(String where, MemorySegment all) {
    this.where = where;
    this.all = all;
  }

  /**
   * The value of the next pickle; see {@link Pickle#read}.
   *
   * @throws InputException naming the file, and the refused name if there is one
   */
  public @Nullable Object next(PickleGlobals globals, PersistentIds ids) {
    try {
      PickleMachine machine = new PickleMachine(all.asSlice(at), globals, ids);
      Object value = machine.run();
      PickleGraph.check(value, machine.position());
      at += machine.position();
      return value;
    } catch (PickleException e) {
      throw new InputException(where + ": its pickle stream " + e.getMessage(), e);
    }
  }

  /** Where the next pickle, or what follows the last one, begins. */
  public long position() {
    return at;
  }

  /** Goes back to read a pickle again. */
  public void seek(long position) {
    at = position;
  }
}
