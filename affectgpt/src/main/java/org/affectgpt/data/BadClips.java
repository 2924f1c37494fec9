package org.affectgpt.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;

/**
 * What becomes of clips that cannot be used: all of them are told in one list and the run stops, or
 * it goes on without them and says so, with their names in {@value #LIST}.
 *
 * @param skip whether to go on
 * @param folder the run's output folder, which gets the list
 * @param notes hears what people should know, a line each
 */
public record BadClips(boolean skip, Path folder, Consumer<String> notes) {
  /** The list of clips that a run left out, a line each: name, row, what is wrong. */
  public static final String LIST = "skipped.txt";

  /** More lines than these hide the message below them. */
  private static final int SHOWN = 20;

  /**
   * The data set, if its faults do not stop the run.
   *
   * @throws InputException with the count and the first fault, when the run may not go on without
   *     clips, or when none is left
   */
  public MerDataset sift(MerDataset data) {
    List<Fault> faults = data.faults();
    Path list = folder.resolve(LIST);
    if (faults.isEmpty()) {
      forget(list);
      return data;
    }
    long clips = faults.stream().map(Fault::clip).distinct().count();
    String count = data.root() + ": " + clips + " of " + data.total() + " clips cannot be used";
    String first = faults.getFirst().line();
    if (!skip) {
      faults.stream().limit(SHOWN).forEach(f -> notes.accept(f.line()));
      if (faults.size() > SHOWN) {
        notes.accept("... and " + (faults.size() - SHOWN) + " more");
      }
      throw new InputException(
          count + ", first " + first + "; mend them, or go on without them with --skip-bad");
    }
    if (data.items().isEmpty()) {
      throw new InputException(count + ", so that none is left, first " + first);
    }
    StringBuilder lines = new StringBuilder();
    faults.forEach(f -> lines.append(oneLine(f.clip(), f.row(), f.what())).append('\n'));
    AtomicFile.write(list, lines.toString());
    notes.accept(count + " and are left out; " + list + " names them");
    return data;
  }

  private static String oneLine(String... parts) {
    return String.join("\t", List.of(parts)).replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
  }

  private static void forget(Path list) {
    try {
      Files.deleteIfExists(list);
    } catch (IOException e) {
      throw new InputException(list + ": cannot be removed: " + InputFile.reason(e), e);
    }
  }
}
