package org.affectgpt.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affectgpt.data.BadClips;
import org.affectgpt.io.OutputFolder;
import org.affectgpt.io.OutputMark;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The output folder of a run, which belongs to it alone: no second process works there, a run that
 * goes on is the run that began, and nothing is forgotten unless that was asked for.
 */
final class RunOutput implements AutoCloseable {
  static final String MODEL = "model";
  private static final List<String> COMMANDS = List.of("train", "grpo");
  private static final String OTHER = "--set output=DIR";
  private static final String EVERY = ".checkpoint_every";
  private static final int SHOWN = 3;

  /** The names of clips that were left out, which are no result. */
  private static final String SKIPPED = BadClips.LIST;

  /** What the encoders made: it serves the next run too, so that no start removes it. */
  static final String FEATURES = "features.store";

  private final Path shown;
  private final String command;
  private final RunStart start;
  private final OutputFolder output;
  private final @Nullable OutputMark old;

  private RunOutput(Path shown, String command, RunStart start, OutputFolder output) {
    this.shown = shown;
    this.command = command;
    this.start = start;
    this.output = output;
    this.old = output.mark();
  }

  /**
   * Takes the folder.
   *
   * @param command train or grpo
   * @throws InputException if another process works there, or it holds what this start must not
   *     touch, or not what it needs
   */
  static RunOutput open(Path folder, String command, RunStart start) {
    OutputFolder output = OutputFolder.open(folder, OTHER);
    boolean fits = false;
    try {
      RunOutput run = new RunOutput(folder, command, start, output);
      run.check();
      fits = true;
      return run;
    } finally {
      if (!fits) {
        output.close();
      }
    }
  }

  private void check() {
    if (old != null && !COMMANDS.contains(old.command())) {
      throw new InputException(
          shown + ": holds what " + old.command() + " made; choose another folder with " + OTHER);
    }
    List<String> kept = output.present().stream().filter(f -> !f.equals(SKIPPED)).toList();
    switch (start) {
      case FRESH -> {
        if (!kept.isEmpty()) {
          throw new InputException(
              shown
                  + ": holds an earlier run; go on with --resume, forget it with --overwrite, or"
                  + " choose another folder with "
                  + OTHER);
        }
      }
      case RESUME -> resumable(kept);
      case OVERWRITE -> {}
    }
  }

  private void resumable(List<String> kept) {
    if (old == null) {
      throw new InputException(
          shown + ": holds no run to go on with; start without --resume, or name the run's folder");
    }
    if (!old.command().equals(command)) {
      throw new InputException(
          shown
              + ": holds a run of "
              + old.command()
              + "; go on with that command, or choose"
              + " another folder with "
              + OTHER);
    }
    if (kept.contains(RunFolder.CHECKPOINT)) {
      return;
    }
    // killed before its first checkpoint, a run begins again; a later one had a checkpoint
    long steps = new RunLog(output.path().resolve(RunFolder.LOG)).steps();
    if (steps >= every(old) + 1 || kept.contains(MODEL + "/" + ModelFolder.CONFIG)) {
      throw new InputException(
          shown
              + ": "
              + RunFolder.CHECKPOINT
              + " is missing although the run had got to step "
              + steps
              + "; put it back, or forget the run with --overwrite");
    }
  }

  private static long every(OutputMark mark) {
    return mark.facts().entrySet().stream()
        .filter(e -> e.getKey().endsWith(EVERY))
        .mapToLong(e -> Long.parseLong(e.getValue()))
        .findFirst()
        .orElse(0);
  }

  /** Whether the trainer begins where a checkpoint ends. */
  boolean resumes() {
    return start == RunStart.RESUME;
  }

  /**
   * Fails if a run that goes on is not the one that began.
   *
   * @param longer whether the number of steps may differ
   */
  void compare(RunFacts facts, boolean longer) {
    if (!resumes() || old == null) {
      return;
    }
    List<String> found = facts.differences(old.facts(), longer);
    if (!found.isEmpty()) {
      String more = found.size() > SHOWN ? " and " + (found.size() - SHOWN) + " more" : "";
      throw new InputException(
          shown
              + ": cannot go on, other options or data: "
              + String.join("; ", found.subList(0, Math.min(SHOWN, found.size())))
              + more
              + "; put back what differs, forget the run with --overwrite, or choose another"
              + " folder with "
              + OTHER);
    }
  }

  /** Says whose the folder is, as soon as the run is known to fit; an old run's mark stays yet. */
  void claim(RunFacts facts) {
    if (old == null || start == RunStart.FRESH) {
      mark(facts);
    }
  }

  /** Everything is read and sound: what is to be forgotten goes now. */
  void begin(RunFacts facts) {
    if (start == RunStart.OVERWRITE) {
      output.clear(List.of(RunFolder.CHECKPOINT, MODEL + "/" + ModelFolder.CONFIG));
    }
    mark(facts);
  }

  private void mark(RunFacts facts) {
    Map<String, String> all = new TreeMap<>();
    if (resumes() && old != null) {
      all.putAll(old.facts());
    }
    all.putAll(facts.values());
    List<String> files = new ArrayList<>(List.of(RunFolder.CHECKPOINT, RunFolder.LOG, SKIPPED));
    ModelFolder.FILES.forEach(f -> files.add(MODEL + "/" + f));
    OutputMark mark = new OutputMark(command, files, all);
    if (!mark.equals(output.mark())) {
      output.mark(mark);
    }
  }

  @Override
  public void close() {
    output.close();
  }
}
