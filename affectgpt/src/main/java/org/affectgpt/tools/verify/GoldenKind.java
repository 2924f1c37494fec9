package org.affectgpt.tools.verify;

import org.affectgpt.tensor.backend.Backend;

/** How folders of one kind are checked. */
@FunctionalInterface
interface GoldenKind {
  /**
   * Computes what the reference computed and hands every result to {@code comparison}.
   *
   * @throws org.affectgpt.tensor.InputException for a folder that lacks something or is damaged
   */
  void check(GoldenFolder folder, Backend backend, GoldenComparison comparison);
}
