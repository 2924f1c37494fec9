package org.affectgpt.infer;

import java.util.List;
import java.util.Set;
import org.affectgpt.emotion.label.AnswerLabels;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.ClipReader;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.tensor.CounterRng;

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
    Set<PatchToken> media = query.mode().media();
    ClipReader reader = model.reader();
    float[] frames =
        media.contains(PatchToken.FRAME) ? model.encode(reader.frames(query.frames())) : null;
    float[] faces =
        media.contains(PatchToken.FACE) ? model.encode(reader.faces(query.faces())) : null;
    float[] audio =
        media.contains(PatchToken.AUDIO)
            ? model.encoder().audio(reader.windows(query.sound()))
            : null;
    float[] image =
        media.contains(PatchToken.IMAGE) ? model.encode(reader.image(query.picture())) : null;
    return new ClipFeatures(frames, faces, audio, image);
  }
}
