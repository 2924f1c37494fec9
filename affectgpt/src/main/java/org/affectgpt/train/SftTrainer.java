package org.affectgpt.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.io.Progress;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.TrainingBatch;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.Updater;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.MemoryScope;

/** Supervised training on cached features (the original's {@code base_task.py:train_epoch}). */
public final class SftTrainer {
  private final AffectGptModel model;
  private final SftConfig config;
  private final SftBatches batches;
  private final CounterRng rng;

  public SftTrainer(AffectGptModel model, List<LabelledClip> clips, SftConfig config) {
    this.model = model;
    this.config = config;
    this.rng = new CounterRng(config.run().seed()).split("sft");
    this.batches = new SftBatches(clips, config, config.run().mode(model.config()), rng);
  }

  /**
   * Trains from the folder's checkpoint, or from the start.
   *
   * @return the mean loss of the last tenth of the steps
   */
  public double run(RunFolder folder, boolean resume, Progress progress) {
    Map<String, Parameter> trainable = Trainables.choose(model, config.run().trainLlm());
    model.decoder().model().checkpointing(config.gradientCheckpointing());
    AdamW optimizer = config.optimizer().adamW(trainable);
    if (!resume) {
      folder.clear();
    }
    long start = resume ? folder.resume(model, optimizer) : 0;
    int steps = config.run().steps();
    Updater updater = config.optimizer().updater(optimizer, steps, config.accumGradIters());
    updater.resumeAt(start);
    for (long step = start; step < steps; step++) {
      double loss = step(step, updater, folder);
      progress.at(step + 1, steps, String.format(Locale.ROOT, "loss %.3f", loss));
      Updater.Update update = updater.update();
      if (!Double.isFinite(update.gradientNorm())) {
        throw new Divergence(
                step + 1, "the gradient's norm is " + update.gradientNorm(), names(step))
            .ends(folder, model);
      }
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("loss", loss);
      line.put("lr", update.lr());
      line.put("grad_norm", update.gradientNorm());
      folder.log(step + 1, line);
      if (config.run().checkpointAt(step + 1)) {
        long last = step;
        folder.save(model, optimizer, step + 1, () -> names(last));
      }
    }
    model.eval();
    return Curve.tail(folder.read(), "loss");
  }

  /** The clips of all batches of a step. */
  private List<String> names(long step) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < config.accumGradIters(); i++) {
      names.addAll(batches.names(step * config.accumGradIters() + i));
    }
    return names;
  }

  private double step(long step, Updater updater, RunFolder folder) {
    model.train(rng.split("dropout").split(step));
    double loss = 0;
    for (int i = 0; i < config.accumGradIters(); i++) {
      long number = step * config.accumGradIters() + i;
      TrainingBatch batch = TrainingBatch.of(model.tokenizer(), batches.batch(number));
      try (MemoryScope pass = model.backend().scope()) {
        Tensor value = batch.loss(model);
        updater.backward(value);
        // asked for when the backward pass is queued: a device goes on meanwhile
        float item = value.item();
        if (!Float.isFinite(item)) {
          throw new Divergence(step + 1, "the loss is " + item, batches.names(number))
              .ends(folder, model);
        }
        loss += item / config.accumGradIters();
      }
    }
    return loss;
  }
}
