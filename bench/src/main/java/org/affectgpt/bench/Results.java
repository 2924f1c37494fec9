package org.affectgpt.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.measure.Benches;
import org.affectgpt.tools.measure.Case;
import org.jspecify.annotations.Nullable;

/** Comparisons by case; with a file, runs add up to one table, whichever cases each of them had. */
final class Results {
  private final ObjectMapper json = new ObjectMapper();
  private final @Nullable Path file;
  private final Map<String, Comparison> byCase = new LinkedHashMap<>();

  /**
   * @param file one JSON object a line; read when it exists, written at every {@link #add}
   * @throws InputException if it holds anything else
   */
  Results(@Nullable Path file) {
    this.file = file;
    if (file != null && Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          Comparison c = json.readValue(line, Comparison.class);
          byCase.put(c.id(), c);
        }
      } catch (IOException e) {
        throw new InputException(
            file + ": not results of KernelPeers; delete it, or name another with --results", e);
      }
    }
  }

  /** Adds a case, or further runs of one. */
  void add(Comparison c) {
    byCase.merge(c.id(), c, Comparison::and);
    if (file != null) {
      StringBuilder text = new StringBuilder();
      for (Comparison each : inOrder()) {
        text.append(json.valueToTree(each).toString()).append('\n');
      }
      AtomicFile.write(file, text.toString());
    }
  }

  /** In the order of the benches, cases on request last. */
  Collection<Comparison> inOrder() {
    Map<String, Comparison> rest = new LinkedHashMap<>(byCase);
    List<Comparison> all = new ArrayList<>();
    for (Case c : Benches.select(List.of())) {
      Comparison found = rest.remove(c.id());
      if (found != null) {
        all.add(found);
      }
    }
    all.addAll(rest.values());
    return all;
  }
}
