package org.affectgpt.train;

import org.affectgpt.tensor.InputException;

/** How a run treats what its output folder holds. */
public enum RunStart {
  /** Nothing may be lost: a folder with a run in it is refused. */
  FRESH,
  /** Goes on from the checkpoint of the same run. */
  RESUME,
  /** Forgets the run that is there. */
  OVERWRITE;

  /** From the options of the command line. */
  public static RunStart of(boolean resume, boolean overwrite) {
    if (resume && overwrite) {
      throw new InputException("--resume and --overwrite exclude each other; give one of them");
    }
    return resume ? RESUME : overwrite ? OVERWRITE : FRESH;
  }
}
