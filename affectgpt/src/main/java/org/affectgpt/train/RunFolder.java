package org.affectgpt.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;

/**
 * Where a run keeps its log, one JSON object a line, and its last checkpoint. Killed at any moment,
 * it holds a whole checkpoint, and a resumed run takes the log lines after it back.
 */
public final class RunFolder {
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String LOG = "log.jsonl";
  private static final String STEP = "step";
  private static final String RUN = "run";
  private static final String WEIGHT = "weight.";
  private static final String OPTIMIZER = "optimizer.";

  private final Path folder;
  private final String fingerprint;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param fingerprint what defines the run; a checkpoint of another is refused
   */
  public RunFolder(Path folder, String fingerprint) {
    this.folder = folder;
    this.fingerprint = fingerprint;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be created; choose another output folder", e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** Whether a run has left something here. */
  public boolean used() {
    return Files.exists(folder.resolve(LOG)) || Files.exists(folder.resolve(CHECKPOINT));
  }

  /** Forgets what an earlier run left. */
  public void clear() {
    try {
      Files.deleteIfExists(folder.resolve(CHECKPOINT));
      Files.deleteIfExists(folder.resolve(LOG));
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be cleared (" + e.getMessage() + ")", e);
    }
  }

  /** Writes the trainable weights and the optimizer's state after {@code steps} steps. */
  public void save(AffectGptModel model, AdamW optimizer, long steps) {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    writer.metadata(STEP, Long.toString(steps)).metadata(RUN, fingerprint);
    model
        .parameters()
        .forEach(
            (name, p) -> {
              if (p.trainable()) {
                write(writer, WEIGHT + name, p.value());
              }
            });
    optimizer.exportState().forEach((name, t) -> write(writer, OPTIMIZER + name, t));
    writer.write(folder.resolve(CHECKPOINT));
  }

  private static void write(SafeTensorsWriter writer, String name, Tensor t) {
    long[] shape = new long[t.rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = t.dim(i);
    }
    if (t.dtype() == DType.I32) {
      writer.ints(name, shape, t.toInts());
    } else {
      writer.floats(name, StoredType.F32, shape, t.toFloats());
    }
  }

  /**
   * Restores the last checkpoint, if there is one, and takes back the log lines after it.
   *
   * @return the steps done
   */
  public long resume(AffectGptModel model, AdamW optimizer) {
    Path file = folder.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      truncate(0);
      return 0;
    }
    long steps;
    try (SafeTensorsFile source = SafeTensorsFile.open(file)) {
      if (!fingerprint.equals(source.metadata().get(RUN))) {
        throw new InputException(
            file
                + ": belongs to a run with other options; start again without --resume, or with"
                + " the options of that run");
      }
      steps = Long.parseLong(source.metadata().getOrDefault(STEP, "0"));
      Map<String, Parameter> parameters = model.parameters();
      Map<String, Tensor> state = new LinkedHashMap<>();
      for (TensorEntry e : source.entries()) {
        if (e.name().startsWith(WEIGHT)) {
          Parameter p = parameters.get(e.name().substring(WEIGHT.length()));
          if (p == null) {
            throw new InputException(file + ": unknown tensor '" + e.name() + "'");
          }
          p.value().set(e.toFloats());
        } else if (e.name().startsWith(OPTIMIZER)) {
          String name = e.name().substring(OPTIMIZER.length());
          state.put(
              name,
              e.type().isFloat()
                  ? Tensor.of(model.backend(), e.toFloats(), e.intShape())
                  : Tensor.ofInts(model.backend(), e.toInts(), e.intShape()));
        }
      }
      optimizer.importState(state);
    }
    truncate(steps);
    return steps;
  }

  /** Appends one line; {@code step} counts from 1. */
  public void log(long step, Map<String, Object> values) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(STEP, step);
    line.putAll(values);
    try {
      Files.writeString(
          folder.resolve(LOG),
          json.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InputException(folder.resolve(LOG) + ": cannot be written", e);
    }
  }

  /** All whole lines of the log. */
  public List<JsonNode> read() {
    Path file = folder.resolve(LOG);
    List<JsonNode> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          lines.add(json.readTree(line));
        } catch (JsonProcessingException e) {
          break; // a killed run may leave half a line at the end
        }
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
    return lines;
  }

  private void truncate(long steps) {
    if (!Files.exists(folder.resolve(LOG))) {
      return;
    }
    StringBuilder kept = new StringBuilder();
    for (JsonNode line : read()) {
      if (line.path(STEP).asLong() <= steps) {
        kept.append(line).append('\n');
      }
    }
    AtomicFile.write(folder.resolve(LOG), kept.toString());
  }
}
