package org.affectgpt.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.Finite;
import org.affectgpt.tensor.dtype.DType;
import org.jspecify.annotations.Nullable;

/**
 * A number of a step is NaN or infinite. The run ends here with one line, in the log too; the last
 * checkpoint is from before and stays.
 *
 * @param step counts from 1
 * @param what the number and what it is, for example {@code the loss is NaN}
 * @param clips the clips of the batch
 */
record Divergence(long step, String what, List<String> clips) {
  private static final int NAMED = 32;

  /** What to throw once the log has it. */
  FailedException ends(RunFolder folder, AffectGptModel model) {
    String all = what;
    String weight = spoiled(model);
    if (weight != null && !what.contains(weight)) {
      all += "; the weight " + weight + " is not finite by now";
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("error", all);
    line.put("clips", clips);
    folder.log(step, line);
    long kept = folder.checkpointStep();
    return new FailedException(
        folder.folder()
            + ": training diverged at step "
            + step
            + ": "
            + all
            + " (clips "
            + names()
            + "); look at these clips, lower init_lr, lengthen warmup_steps or set max_grad_norm,"
            + " and start again; "
            + (kept > 0
                ? "the checkpoint of step " + kept + " is untouched"
                : "nothing was saved"));
  }

  private String names() {
    List<String> shown = new ArrayList<>(clips.stream().distinct().limit(NAMED).toList());
    long more = clips.stream().distinct().count() - shown.size();
    return String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
  }

  /** The first weight with a number that is not finite; null if all are sound. */
  static @Nullable String spoiled(AffectGptModel model) {
    for (Map.Entry<String, Parameter> e : model.parameters().entrySet()) {
      if (e.getValue().value().dtype() == DType.F32
          && Finite.firstNot(e.getValue().value().toFloats()) >= 0) {
        return e.getKey();
      }
    }
    return null;
  }
}
