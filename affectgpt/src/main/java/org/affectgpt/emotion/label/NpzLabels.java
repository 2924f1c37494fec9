package org.affectgpt.emotion.label;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.emotion.wheel.LabelList;
import org.affectgpt.io.npz.NpzFile;
import org.affectgpt.tensor.InputException;

/**
 * Labels per sample from the original's {@code -openset.npz} results: the parallel arrays of texts
 * {@code filenames} and {@code fileitems}, whose items are lists as {@link LabelList} reads them.
 */
final class NpzLabels {
  private static final String NAMES = "filenames";
  private static final String LISTS = "fileitems";

  private NpzLabels() {}

  static Map<String, List<String>> read(Path file) {
    NpzFile arrays = NpzFile.open(file, Arena.ofAuto());
    if (!arrays.has(NAMES) || !arrays.has(LISTS)) {
      throw new InputException(
          file
              + ": has no arrays filenames and fileitems but "
              + arrays.names()
              + "; give the original's result that ends in -openset.npz");
    }
    List<String> names = arrays.texts(NAMES);
    List<String> lists = arrays.texts(LISTS);
    if (names.size() != lists.size()) {
      throw new InputException(
          file + ": has " + names.size() + " filenames but " + lists.size() + " fileitems");
    }
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      try {
        if (labels.put(name, LabelList.labels(lists.get(i))) != null) {
          throw new InputException(
              "stands twice, as items " + (names.indexOf(names.get(i)) + 1) + " and " + (i + 1));
        }
      } catch (InputException e) {
        throw new InputException(file + ": sample '" + name + "': " + e.getMessage(), e);
      }
    }
    if (labels.isEmpty()) {
      throw new InputException(file + ": has no samples");
    }
    return labels;
  }
}
