package org.affectgpt.infer;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.affectgpt.emotion.label.AnswerLabels;
import org.affectgpt.emotion.label.VocabularyExtractor;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.ClipReader;
import org.affectgpt.model.PromptIds;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.checkpoint.ModelFolder;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;

/** A whole model: from a clip on disk to its emotions. */
public final class AffectGpt {
  private static final long SEED = 42;
  private static final String SILENT =
      "give another file with --audio, or leave the sound out with --mode frame_text";

  private final LoadedModel model;
  private final AnswerLabels labels =
      new AnswerLabels(new VocabularyExtractor(PublishedWheels.load()));

  public AffectGpt(LoadedModel model) {
    this.model = model;
  }

  /**
   * Opens a model folder; its weights are used as they lie in the files.
   *
   * @throws InputException naming the part that is missing or damaged
   */
  public static AffectGpt open(Backend backend, Path folder) {
    return new AffectGpt(new ModelFolder(folder).load(backend, false));
  }

  /** Everything that the folder held. */
  public LoadedModel model() {
    return model;
  }

  /** Answers as the original samples, always with the same seed: one query, one answer. */
  public ClipAnswer answer(ClipQuery query) {
    return answer(query, Answerer.original(), new CounterRng(SEED).split("infer"));
  }

  /** Reads the media that the query's mode shows, and answers. */
  public ClipAnswer answer(ClipQuery query, Sampling sampling, CounterRng rng) {
    return answer(query, Answerer.of(model.model(), sampling), rng);
  }

  /** The same with an answerer of this model. */
  public ClipAnswer answer(ClipQuery query, Answerer answerer, CounterRng rng) {
    PromptMode mode = query.mode(model.model().config());
    PromptInput input =
        new PromptInput(mode, query.subtitle(), query.question(), features(query, mode));
    String text = answerer.answer(List.of(input), 1, rng).getFirst().text();
    PromptIds prompt = model.model().tokenizer().encode(mode, query.subtitle(), query.question());
    return new ClipAnswer(labels.of(text), text, prompt);
  }

  private ClipFeatures features(ClipQuery query, PromptMode mode) {
    Set<PatchToken> media = mode.media();
    query.require(mode);
    ClipReader reader = model.reader();
    return new ClipFeatures(
        media.contains(PatchToken.FRAME) ? model.encode(reader.frames(query.video())) : null,
        media.contains(PatchToken.FACE) ? model.encode(reader.faces(query.face())) : null,
        media.contains(PatchToken.AUDIO)
            ? model.encoder().audio(reader.windows(query.sound(), SILENT))
            : null,
        media.contains(PatchToken.IMAGE) ? model.encode(reader.image(query.image())) : null);
  }
}
