package org.affectgpt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.Callable;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class ToolTest {
  /** Ends as it is told. */
  @Command(name = "Ending")
  private static final class Ending implements Callable<Integer> {
    @Option(names = "--bad")
    private boolean bad;

    @Override
    public Integer call() {
      if (bad) {
        throw new InputException("x: is bad");
      }
      return 1;
    }
  }

  @Test
  void givesTheExitCodeOfTheTool() {
    assertEquals(1, Tool.run(new Ending()));
  }

  @Test
  void badInputIsExitCodeTwo() {
    assertEquals(2, Tool.run(new Ending(), "--bad"));
  }

  @Test
  void badUsageIsExitCodeTwo() {
    assertEquals(2, Tool.run(new Ending(), "--nix"));
  }
}
