package org.affectgpt.data;

import java.util.List;
import java.util.Map;
import org.affectgpt.corpus.Clip;
import org.affectgpt.corpus.CorpusLayout;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.corpus.words.Reasoning;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.prompt.PromptMode;

/** From clips of the synthetic corpus to what training takes. */
public final class CorpusClips {
  private CorpusClips() {}

  /** Where the media of a clip lie. */
  public static ClipFile file(CorpusLayout layout, Clip clip) {
    return new ClipFile(clip.name(), layout.video(clip.name()), layout.audio(clip.name()), null);
  }

  /** Clips with their features, labelled by their split's tier. */
  public static List<LabelledClip> labelled(List<Clip> clips, Map<String, ClipFeatures> features) {
    return clips.stream()
        .map(
            c ->
                new LabelledClip(
                    c.name(),
                    features.get(c.name()),
                    c.subtitle(),
                    c.labels(),
                    c.reason(),
                    mode -> chain(c.observed(), mode)))
        .toList();
  }

  /** The observed factors that a mode can know of. */
  public static String chain(Observed seen, PromptMode mode) {
    return switch (mode) {
      case TEXTONLY -> Reasoning.words(seen) + ".";
      case AUDIOONLY -> Reasoning.voice(seen) + ".";
      case FRAMEONLY, FACEONLY -> Reasoning.face(seen) + ".";
      default -> Reasoning.think(seen);
    };
  }
}
