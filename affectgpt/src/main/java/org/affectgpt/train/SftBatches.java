package org.affectgpt.train;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.data.LabelledClip;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.TrainingBatch;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;

/**
 * The examples of every batch: a pure function of the seed and the batch number, so that a resumed
 * run sees what an unbroken one sees.
 */
final class SftBatches {
  private static final List<PromptMode> SINGLE =
      List.of(PromptMode.TEXTONLY, PromptMode.AUDIOONLY, PromptMode.FRAMEONLY, PromptMode.FACEONLY);

  private final List<LabelledClip> clips;
  private final SftConfig config;
  private final PromptMode mode;
  private final List<PromptMode> oneMedium;
  private final CounterRng rng;

  SftBatches(List<LabelledClip> clips, SftConfig config, PromptMode mode, CounterRng rng) {
    if (clips.isEmpty()) {
      throw new InputException("the training data hold no clip");
    }
    clips.forEach(LabelledClip::requireFinite);
    this.clips = clips;
    this.config = config;
    this.mode = mode;
    // Prompts with one of the media that the mode itself shows.
    this.oneMedium = SINGLE.stream().filter(s -> mode.media().containsAll(s.media())).toList();
    this.rng = rng;
  }

  List<TrainingBatch.Example> batch(long number) {
    CounterRng draw = rng.split("batch").split(number);
    boolean single = draw.nextDouble() < config.mix().singleModalityShare();
    PromptMode only = oneMedium.get(draw.nextInt(oneMedium.size()));
    boolean describe = draw.nextDouble() < config.mix().descriptionShare();
    PromptMode shown = single && !describe ? only : mode;
    List<TrainingBatch.Example> examples = new ArrayList<>();
    for (int i = 0; i < config.batchSize(); i++) {
      LabelledClip clip = clip(number * config.batchSize() + i);
      boolean mute = draw.nextDouble() < config.mix().emptySubtitleShare() && shown == mode;
      PromptInput input =
          new PromptInput(
              shown,
              mute ? "" : clip.subtitle(),
              describe ? Question.DESCRIPTION : Question.OV_LABEL,
              clip.features());
      String answer =
          describe ? clip.description() : config.mix().answerFormat().answer(clip, shown);
      examples.add(new TrainingBatch.Example(input, answer));
    }
    return examples;
  }

  /** The names of the clips of a batch. */
  List<String> names(long number) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < config.batchSize(); i++) {
      names.add(clip(number * config.batchSize() + i).name());
    }
    return names;
  }

  /** Clip {@code n} of an endless series of shuffled epochs. */
  private LabelledClip clip(long n) {
    long epoch = n / clips.size();
    return clips.get(Shuffle.at(rng.split("epoch").split(epoch), clips.size(), n % clips.size()));
  }
}
