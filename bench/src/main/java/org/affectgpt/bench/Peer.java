package org.affectgpt.bench;

import java.util.List;

/** Something that continues a prompt greedily and says how long it took. */
interface Peer extends AutoCloseable {
  /** Short name for the table. */
  String name();

  /** Continues {@code prompt} by {@code tokens} tokens, whatever they are. */
  Run run(int[] prompt, int tokens);

  @Override
  void close();

  /**
   * One continuation.
   *
   * @param ids the new tokens; empty from a peer that gives only text
   * @param prefill seconds to the first token
   * @param decode seconds from the first token to the last
   */
  record Run(List<Integer> ids, double prefill, double decode) {}
}
