package org.affectgpt.nn.optim;

import static org.affectgpt.tensor.ops.elementwise.Scale.scale;

import java.util.function.DoubleSupplier;
import org.affectgpt.tensor.Tensor;

/**
 * The usual end of a training step: backward over one or several batches, clip, step, clear.
 * Updates are counted for the schedule.
 */
public final class Updater {
  private final AdamW optimizer;
  private final Schedule schedule;
  private final double maxNorm;
  private final int accumulate;
  private int pending;
  private long updates;

  /** What one update did. */
  public record Update(long step, double lr, double gradientNorm) {}

  /**
   * @param maxNorm bound of the gradient norm; 0 or less clips nothing
   * @param accumulate batches whose mean gradient makes one update
   */
  public Updater(AdamW optimizer, Schedule schedule, double maxNorm, int accumulate) {
    if (accumulate < 1) {
      throw new IllegalArgumentException("accumulate must be at least 1: " + accumulate);
    }
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.maxNorm = maxNorm;
    this.accumulate = accumulate;
  }

  /** Continues counting after a resume, at an update's boundary. */
  public void resumeAt(long update) {
    updates = update;
    pending = 0;
  }

  /** Adds the gradient of one batch; true when enough batches are in for {@link #update}. */
  public boolean backward(Tensor loss) {
    (accumulate == 1 ? loss : scale(loss, 1f / accumulate)).backward();
    pending++;
    return pending >= accumulate;
  }

  /** Clips, steps and clears the gradients; all of it is queued before the norm is asked for. */
  public Update update() {
    DoubleSupplier norm = GradientClipping.clip(optimizer.parameters().values(), maxNorm);
    double lr = schedule.at(updates);
    optimizer.step(lr);
    optimizer.clearGrads();
    pending = 0;
    return new Update(updates++, lr, norm.getAsDouble());
  }
}
