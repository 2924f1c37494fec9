package org.affectgpt.train;

import static org.affectgpt.tensor.ops.elementwise.Square.square;
import static org.affectgpt.tensor.ops.elementwise.Sub.sub;
import static org.affectgpt.tensor.ops.rows.Mean.mean;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.io.Progress;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.layer.Linear;
import org.affectgpt.nn.optim.Updater;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.FailedException;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;

/**
 * Teaches a fresh encoder to read known factors: a linear head on its features regresses dense
 * targets (action units of every frame, prosody of every window), and is thrown away afterwards.
 * Labels of whole clips are far too thin a signal to train an encoder from scratch.
 */
public final class EncoderWarmup {
  /** The clips to learn from, as the encoder takes them. */
  public interface Source {
    int clips();

    /** Features {@code [n, width]} of some clips, differentiable. */
    Tensor features(int[] clips);

    /** Targets {@code [n, columns]} of the same clips, row-major. */
    float[] targets(int[] clips);

    int columns();

    int width();
  }

  private final WarmupConfig config;
  private final Backend backend;
  private final CounterRng rng;

  public EncoderWarmup(WarmupConfig config, Backend backend, CounterRng rng) {
    this.config = config;
    this.backend = backend;
    this.rng = rng;
  }

  /**
   * Trains {@code encoder} and freezes it.
   *
   * @param heldOut clips from the end of the source that are only measured on
   * @return the share of variance explained on them, a value a column
   */
  public double[] run(
      Module encoder, Source source, int steps, int heldOut, String name, Progress progress) {
    CounterRng own = rng.split(name);
    encoder.unfreeze();
    Linear head =
        Linear.kaiming(
            Init.random(backend, own.split("head")), source.width(), source.columns(), true);
    Map<String, Parameter> all = new LinkedHashMap<>(encoder.parameters("encoder."));
    all.putAll(head.parameters("head."));
    OptimizerConfig optimizer = config.optimizer();
    Updater updater = optimizer.updater(optimizer.adamW(all), steps, 1);
    int learn = source.clips() - heldOut;
    for (int step = 0; step < steps; step++) {
      encoder.train(own.split("dropout").split(step));
      int[] clips = new int[config.batchSize()];
      for (int i = 0; i < clips.length; i++) {
        long n = (long) step * clips.length + i;
        clips[i] = Shuffle.at(own.split("epoch").split(n / learn), learn, n % learn);
      }
      float error;
      try (MemoryScope pass = backend.scope()) {
        Tensor loss = loss(head.forward(source.features(clips)), source.targets(clips));
        updater.backward(loss);
        error = loss.item();
      }
      double norm = updater.update().gradientNorm();
      if (!Double.isFinite(error) || !Double.isFinite(norm)) {
        throw new FailedException(
            String.format(
                Locale.ROOT,
                "warm-up of the %s encoder diverged at step %d: the error is %s, the gradient's"
                    + " norm %s; lower warmup.init_lr",
                name,
                step + 1,
                error,
                norm));
      }
      progress.at(step + 1, steps, String.format(Locale.ROOT, "error %.3f", error));
    }
    encoder.eval();
    double[] explained = explained(source, head, learn, heldOut);
    encoder.freeze();
    return explained;
  }

  /** Mean squared error. */
  private static Tensor loss(Tensor read, float[] known) {
    Tensor target = Tensor.of(read.backend(), known, read.shape().dims());
    return mean(square(sub(read, target)));
  }

  private double[] explained(Source source, Linear head, int from, int n) {
    double[] error = new double[source.columns()];
    double[] sum = new double[source.columns()];
    double[] squares = new double[source.columns()];
    int rows = 0;
    for (int at = from; at < from + n; at += config.batchSize()) {
      int[] clips = new int[Math.min(config.batchSize(), from + n - at)];
      for (int i = 0; i < clips.length; i++) {
        clips[i] = at + i;
      }
      float[] target = source.targets(clips);
      float[] read;
      try (MemoryScope pass = backend.scope()) {
        read = NoGrad.call(() -> head.forward(source.features(clips)).toFloats());
      }
      for (int i = 0; i < target.length; i++) {
        int c = i % source.columns();
        error[c] += (read[i] - target[i]) * (read[i] - target[i]);
        sum[c] += target[i];
        squares[c] += target[i] * target[i];
      }
      rows += target.length / source.columns();
    }
    double[] r2 = new double[source.columns()];
    for (int c = 0; c < r2.length; c++) {
      r2[c] = 1 - error[c] / Math.max(1e-12, squares[c] - sum[c] * sum[c] / rows);
    }
    return r2;
  }
}
