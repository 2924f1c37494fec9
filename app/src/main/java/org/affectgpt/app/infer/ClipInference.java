package org.affectgpt.app.infer;

import java.util.List;
import java.util.Set;
import org.affectgpt.app.model.ClipFeatures;
import org.affectgpt.app.model.ClipReader;
import org.affectgpt.app.model.LoadedModel;
import org.affectgpt.app.model.PromptInput;
import org.affectgpt.app.prompt.PatchToken;
import org.affectgpt.app.prompt.PromptMode;
import org.affectgpt.app.train.AnswerLabels;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;

/** From a clip on disk to its emotions. */
public final class ClipInference {
  private final LoadedModel model;
  private final AnswerLabels labels;

  public ClipInference(LoadedModel model, AnswerLabels labels) {
    this.model = model;
    this.labels = labels;
  }

  /** Reads the media that the mode shows, and answers. */
  public ClipAnswer answer(ClipQuery query, Sampling sampling, CounterRng rng) {
    return answer(query, Answerer.of(model.model(), sampling), rng);
  }

  /** The same with an answerer of this model. */
  public ClipAnswer answer(ClipQuery query, Answerer answerer, CounterRng rng) {
    PromptInput input =
        new PromptInput(query.mode(), query.subtitle(), query.question(), features(query));
    String text = answerer.answer(List.of(input), 1, rng).getFirst().text();
    return new ClipAnswer(labels.of(text), text);
  }

  private ClipFeatures features(ClipQuery query) {
    requireReadable(query.mode());
    Set<PatchToken> media = query.mode().media();
    ClipReader reader = model.reader();
    float[] frames =
        media.contains(PatchToken.FRAME) ? model.encode(reader.frames(query.video())) : null;
    float[] audio =
        media.contains(PatchToken.AUDIO)
            ? model.encoder().audio(reader.windows(query.sound()))
            : null;
    return new ClipFeatures(frames, null, audio);
  }

  /**
   * Refuses modes whose media are not read from a clip.
   *
   * @throws InputException for modes with face crops or a single image
   */
  public static void requireReadable(PromptMode mode) {
    Set<PatchToken> media = mode.media();
    if (media.contains(PatchToken.FACE) || media.contains(PatchToken.IMAGE)) {
      throw new InputException(
          "mode "
              + mode.key()
              + ": needs face crops or an image, which are not read from a clip; use"
              + " multiframe_audio_frame_text or another mode with frames");
    }
  }
}
