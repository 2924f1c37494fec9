package org.affectgpt.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.io.OutputFolder;
import org.affectgpt.io.OutputMark;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.tensor.InputException;
import org.affectgpt.train.RunFolder;

/**
 * The output folder of a demo. A demo of the same plan makes the same figures, so it renews one
 * without a question; one of another plan is replaced only when that is asked for.
 */
public final class DemoOutput implements AutoCloseable {
  static final List<String> RUNS = List.of("sft", "continued", "grpo");
  static final String REPORT = "report.html";
  static final String MODEL = "model";
  private static final String COMMAND = "demo";
  private static final String PLAN = "plan";

  private final OutputFolder folder;

  private DemoOutput(OutputFolder folder) {
    this.folder = folder;
  }

  /**
   * Takes the folder.
   *
   * @throws InputException if another process works there, or it holds something else
   */
  public static DemoOutput open(Path out, DemoPlan plan, boolean overwrite) {
    OutputFolder folder = OutputFolder.open(out, "--out");
    boolean fits = false;
    try {
      claim(folder, out, new ConfigFile().write(plan), overwrite);
      fits = true;
      return new DemoOutput(folder);
    } finally {
      if (!fits) {
        folder.close();
      }
    }
  }

  private static void claim(OutputFolder folder, Path out, String plan, boolean overwrite) {
    OutputMark old = folder.mark();
    if (old != null && !old.command().equals(COMMAND)) {
      throw new InputException(
          out + ": holds what " + old.command() + " made; choose another --out");
    }
    if (old != null && !plan.equals(old.facts().get(PLAN))) {
      if (!overwrite) {
        throw new InputException(
            out
                + ": holds a demo with another --seed, --quick or --set; choose another --out, or"
                + " --overwrite to replace it");
      }
      folder.clear(List.of(REPORT));
    }
    List<String> files = new ArrayList<>(List.of(REPORT));
    RUNS.forEach(run -> RunFolder.FILES.forEach(f -> files.add(run + "/" + f)));
    ModelFolder.FILES.forEach(f -> files.add(MODEL + "/" + f));
    folder.mark(new OutputMark(COMMAND, files, Map.of(PLAN, plan)));
  }

  @Override
  public void close() {
    folder.close();
  }
}
