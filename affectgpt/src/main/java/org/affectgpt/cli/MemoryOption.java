package org.affectgpt.cli;

import java.io.PrintWriter;
import org.affectgpt.tools.memory.MachineMemory;
import org.affectgpt.tools.memory.MemoryEstimate;
import picocli.CommandLine.Option;

/** {@code --force}, and the check that it passes over. */
final class MemoryOption {
  @Option(
      names = "--force",
      description = "Run even if the model does not fit into memory: slowly, from the disk.")
  private boolean force;

  /** Says what is needed, and stops when it cannot fit. */
  void check(MemoryEstimate estimate, PrintWriter err) {
    MachineMemory machine = MachineMemory.now();
    err.println(estimate.line(machine));
    err.flush();
    if (!force) {
      estimate.require(machine);
    }
  }
}
