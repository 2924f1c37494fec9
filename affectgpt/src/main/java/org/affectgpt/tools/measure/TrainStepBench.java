package org.affectgpt.tools.measure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.demo.TinyModel;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.TrainingBatch;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.nn.Fill;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;

/**
 * A supervised step of the demo's model on cached features: fusions and decoder forward and
 * backward, then AdamW. Sequences are as long as the demo's with a third of the tokens as labels,
 * and are not padded.
 */
final class TrainStepBench implements Bench {
  private static final int BATCH = 16;
  private static final int TIME = 110;
  private static final int ANSWER = 40;
  private static final double WEIGHT_DECAY = 0.05;
  private static final double RATE = 1e-3;
  private static final int WORDS = 4000;

  @Override
  public String name() {
    return "train-step";
  }

  @Override
  public List<Case> cases() {
    String name = "tiny-" + BATCH + "x" + TIME;
    return List.of(of(name, true), of(name + "-gradient", false));
  }

  private static Case of(String name, boolean update) {
    return new Case(
        "train-step", name, Unit.TOKENS, BATCH * TIME, TrainStepBench::work, b -> setup(b, update));
  }

  /** The decoder's work; what the fusions do on a few features is little beside it. */
  private static Work work(Backend backend) {
    return Transformers.step(
        model(backend, new CounterRng(7)).decoder().config(), BATCH, TIME, TIME);
  }

  private static AffectGptModel model(Backend backend, CounterRng rng) {
    Tokenizer tokenizer = TinyModel.tokenizer(List.of(words(rng)));
    return TinyModel.create(backend, tokenizer, Path.of("."), rng.split("model")).model();
  }

  private static Runnable setup(Backend backend, boolean update) {
    CounterRng rng = new CounterRng(7);
    AffectGptModel model = model(backend, rng);
    model.parameters().values().forEach(p -> p.trainable(true));
    AdamW optimizer = new AdamW(ParameterGroup.byDecay(model.parameters(), WEIGHT_DECAY));
    TrainingBatch batch = batch(model, rng);
    return () -> {
      try (MemoryScope step = backend.scope()) {
        batch.loss(model).backward();
        if (update) {
          optimizer.step(RATE);
        }
        optimizer.clearGrads();
      }
    };
  }

  /** Random words, enough of them for a vocabulary of the demo's size. */
  private static String words(CounterRng rng) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      int length = 2 + rng.nextInt(7);
      for (int k = 0; k < length; k++) {
        text.append((char) ('a' + rng.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString();
  }

  private static TrainingBatch batch(AffectGptModel model, CounterRng rng) {
    List<PromptInput> inputs = new ArrayList<>();
    List<int[]> sequences = new ArrayList<>();
    int[][] labels = new int[BATCH][TIME];
    int[][] mask = new int[BATCH][TIME];
    Tokenizer tokenizer = model.tokenizer().tokenizer();
    List<PatchToken> patches = List.of(PatchToken.AUDIO, PatchToken.FRAME, PatchToken.MULTI);
    // ordinary tokens: special ones stand at the ends of the vocabulary
    int first = tokenizer.vocabSize() / 4;
    for (int i = 0; i < BATCH; i++) {
      int[] ids = new int[TIME];
      Arrays.setAll(ids, t -> first + rng.nextInt(2 * first));
      ids[0] = model.tokenizer().bos();
      for (int p = 0; p < patches.size(); p++) {
        ids[1 + 2 * p] = tokenizer.id(patches.get(p).text());
      }
      Arrays.fill(labels[i], CausalLm.IGNORE);
      System.arraycopy(ids, TIME - ANSWER, labels[i], TIME - ANSWER, ANSWER);
      Arrays.fill(mask[i], 1);
      sequences.add(ids);
      ClipFeatures features =
          new ClipFeatures(
              features(model.config().media().frames() * model.widths().video(), rng),
              null,
              features(model.config().media().audioClips() * model.widths().audio(), rng));
      inputs.add(
          new PromptInput(PromptMode.MULTIFRAME_AUDIO_FRAME_TEXT, "", Question.OV_LABEL, features));
    }
    return new TrainingBatch(inputs, sequences, labels, mask);
  }

  private static float[] features(int length, CounterRng rng) {
    float[] values = new float[length];
    Fill.normal(1).fill(rng, values);
    return values;
  }
}
