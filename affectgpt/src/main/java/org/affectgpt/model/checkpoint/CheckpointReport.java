package org.affectgpt.model.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.InputException;

/**
 * What laying checkpoints over a model left over.
 *
 * @param unknown names in the checkpoints that the model does not have
 * @param missing fusions that no checkpoint holds
 * @param missingAdapters likewise adapters
 * @param adapters how many adapter tensors the checkpoints hold
 */
record CheckpointReport(
    List<String> unknown, List<String> missing, List<String> missingAdapters, int adapters) {

  /** Our own files hold every fusion, all adapters or none (a fresh start), and nothing else. */
  void requireComplete(String source) {
    if (!missing.isEmpty()) {
      throw new InputException(
          source
              + ": "
              + missing.size()
              + " tensors are missing, the first is "
              + missing.getFirst()
              + "; the file is damaged or does not fit "
              + ModelFolder.CONFIG);
    }
    List<String> wrong = new ArrayList<>(unknown);
    if (adapters > 0) {
      wrong.addAll(missingAdapters);
    }
    if (!wrong.isEmpty()) {
      throw new InputException(
          source
              + ": does not fit the model, the first name that differs is '"
              + wrong.getFirst()
              + "'; check lora_r and the fusion types in "
              + ModelFolder.CONFIG);
    }
  }

  /** One line for the names the original passes over in silence, one for what stays untrained. */
  List<String> notes(String source) {
    List<String> notes = new ArrayList<>();
    if (!unknown.isEmpty()) {
      notes.add(
          source
              + ": ignored "
              + counted(unknown)
              + " that the model does not have; check --config");
    }
    List<String> untrained = new ArrayList<>(missing);
    untrained.addAll(missingAdapters);
    if (!untrained.isEmpty()) {
      notes.add(source + ": lacks " + counted(untrained) + ", left as a fresh model has them");
    }
    return notes;
  }

  private static String counted(List<String> names) {
    return names.size() == 1
        ? "1 tensor ('" + names.getFirst() + "')"
        : names.size() + " tensors (the first is '" + names.getFirst() + "')";
  }
}
