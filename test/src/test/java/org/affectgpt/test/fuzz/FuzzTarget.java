package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One parser under test. An implementation is added to {@link FuzzTargets#all()}. */
interface FuzzTarget {
  /** What {@code --target} calls it; also the folder of its regression inputs. */
  String name();

  /** The file name extension, with its dot, that the parser expects. */
  String suffix();

  /** Small valid files to mutate. */
  List<byte[]> seeds() throws IOException;

  /**
   * Reads the file as a user's command would, values included. It may throw {@code InputException}
   * and nothing else.
   *
   * @return a figure made from the values, so that none is left unread
   */
  long parse(Path file) throws IOException;

  /**
   * The most bytes that Java may allocate for a file of this size: buffers of fixed size, and the
   * file's content as a few copies of objects.
   */
  default long allocationBound(long fileBytes) {
    return (8L << 20) + 64 * fileBytes;
  }
}
