package org.affectgpt.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.Finite;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.dtype.DType;

/**
 * Where a run keeps its log, one JSON object a line, and its last checkpoint. Killed at any moment,
 * it holds a whole checkpoint, and a resumed run takes the log lines after it back.
 */
public final class RunFolder {
  static final String CHECKPOINT = "checkpoint.safetensors";
  static final String LOG = "log.jsonl";

  /** All that it holds. */
  public static final List<String> FILES = List.of(CHECKPOINT, LOG);

  private static final String STEP = "step";
  private static final String RUN = "run";
  private static final String WEIGHT = "weight.";
  private static final String OPTIMIZER = "optimizer.";

  private final Path folder;
  private final String fingerprint;
  private final RunLog log;

  /**
   * @param fingerprint what defines the run; a checkpoint of another is refused
   */
  public RunFolder(Path folder, String fingerprint) {
    this.folder = folder;
    this.fingerprint = fingerprint;
    this.log = new RunLog(folder.resolve(LOG));
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
      // the checkpoint first: a log without one is never taken for a run to go on with
      Files.deleteIfExists(folder.resolve(CHECKPOINT));
      Files.deleteIfExists(folder.resolve(LOG));
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be cleared (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Writes the trainable weights and the optimizer's state after {@code steps} steps.
   *
   * @param clips the clips of the last step, for messages
   * @throws FailedException if one of these numbers is not finite; the checkpoint before it stays
   */
  public void save(
      AffectGptModel model, AdamW optimizer, long steps, Supplier<List<String>> clips) {
    SafeTensorsWriter writer = new SafeTensorsWriter();
    writer.metadata(STEP, Long.toString(steps)).metadata(RUN, fingerprint);
    try {
      model
          .parameters()
          .forEach(
              (name, p) -> {
                if (p.trainable()) {
                  write(writer, WEIGHT + name, p.value());
                }
              });
      optimizer.exportState().forEach((name, t) -> write(writer, OPTIMIZER + name, t));
    } catch (UnsoundException e) {
      throw new Divergence(steps, e.getMessage() + " is not finite", clips.get()).ends(this, model);
    }
    writer.write(folder.resolve(CHECKPOINT));
  }

  /** A tensor that must not be saved. */
  private static final class UnsoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsoundException(String name) {
      super(name);
    }
  }

  private static void write(SafeTensorsWriter writer, String name, Tensor t) {
    long[] shape = new long[t.rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = t.dim(i);
    }
    if (t.dtype() == DType.I32) {
      writer.ints(name, shape, t.toInts());
      return;
    }
    float[] values = t.toFloats();
    if (Finite.firstNot(values) >= 0) {
      throw new UnsoundException(name);
    }
    writer.floats(name, StoredType.F32, shape, values);
  }

  /** The steps that the last checkpoint has behind it; 0 where there is none. */
  long checkpointStep() {
    Path file = folder.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      return 0;
    }
    try (SafeTensorsFile source = SafeTensorsFile.open(file)) {
      return steps(source);
    }
  }

  private long steps(SafeTensorsFile source) {
    if (!fingerprint.equals(source.metadata().get(RUN))) {
      throw new InputException(
          folder.resolve(CHECKPOINT)
              + ": belongs to a run with other options; start again without --resume, or with"
              + " the options of that run");
    }
    try {
      return Long.parseLong(source.metadata().getOrDefault(STEP, ""));
    } catch (NumberFormatException e) {
      throw new InputException(folder.resolve(CHECKPOINT) + ": does not say its step", e);
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
      log.truncate(0);
      return 0;
    }
    long steps;
    try (SafeTensorsFile source = SafeTensorsFile.open(file)) {
      steps = steps(source);
      log.require(steps);
      Map<String, Parameter> parameters = model.parameters();
      Map<String, Tensor> state = new LinkedHashMap<>();
      for (TensorEntry e : source.entries()) {
        if (e.name().startsWith(WEIGHT)) {
          Parameter p = parameters.get(e.name().substring(WEIGHT.length()));
          if (p == null) {
            throw new InputException(file + ": unknown tensor '" + e.name() + "'");
          }
          p.value().set(floats(file, e));
        } else if (e.name().startsWith(OPTIMIZER)) {
          String name = e.name().substring(OPTIMIZER.length());
          state.put(
              name,
              e.type().isFloat()
                  ? Tensor.of(model.backend(), floats(file, e), e.intShape())
                  : Tensor.ofInts(model.backend(), e.toInts(), e.intShape()));
        }
      }
      optimizer.importState(state);
    }
    log.truncate(steps);
    return steps;
  }

  private static float[] floats(Path file, TensorEntry e) {
    float[] values = e.toFloats();
    if (Finite.firstNot(values) >= 0) {
      throw new InputException(
          file
              + ": '"
              + e.name()
              + "' holds NaN or infinite numbers; nothing can be resumed from it, start again with"
              + " --overwrite");
    }
    return values;
  }

  /** Appends one line; {@code step} counts from 1. */
  public void log(long step, Map<String, Object> values) {
    log.append(step, values);
  }

  /** All whole lines of the log. */
  public List<JsonNode> read() {
    return log.read();
  }
}
