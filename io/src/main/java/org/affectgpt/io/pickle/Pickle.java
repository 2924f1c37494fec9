package org.affectgpt.io.pickle;

import java.lang.foreign.MemorySegment;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pickle stream of the protocols 0 to 5 (Python's {@code pickletools} describes the
 * language). Values come as null (None), Boolean, Long, BigInteger, Double, String, {@link
 * MemorySegment} (bytes, a slice of the stream), ArrayList (list), {@link PythonTuple},
 * LinkedHashMap (dict, OrderedDict), LinkedHashSet (set, frozenset), and what the given names make.
 *
 * <p>No name beyond those given is looked up, nothing is executed. The result has no cycles, is at
 * most {@value PickleGraph#MAX_DEPTH} levels deep, and walking it without regard to sharing takes a
 * time in the order of the stream's length.
 */
public final class Pickle {
  private Pickle() {}

  /**
   * Reads the value of a stream.
   *
   * @param where the file, for messages
   * @throws InputException naming {@code where}, and the refused name if there is one
   */
  public static @Nullable Object read(
      String where, MemorySegment stream, PickleGlobals globals, PersistentIds ids) {
    try {
      Object value = new PickleMachine(stream, globals, ids).run();
      PickleGraph.check(value, stream.byteSize());
      return value;
    } catch (PickleException e) {
      throw new InputException(where + ": its pickle stream " + e.getMessage(), e);
    }
  }
}
