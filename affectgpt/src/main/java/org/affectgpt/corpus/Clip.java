package org.affectgpt.corpus;

import java.util.List;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.corpus.plan.State;

/**
 * Everything that is known about a clip.
 *
 * @param name the stem of its files
 * @param split the part of the corpus
 * @param index the number in the split, from 0
 * @param identity the face
 * @param speaker the voice
 * @param state the true state
 * @param observed what face, voice and words really show
 * @param subtitle what is said
 * @param human the words of people
 * @param machine the words of the machine
 * @param reason the description that ends with the words of the split's tier
 * @param think the compact chain of thought
 * @param actionUnits {@code [frames, ActionUnit]}
 * @param prosody {@code [ProsodyTargets.WINDOWS, ProsodyTargets.NAMES]}
 */
public record Clip(
    String name,
    Split split,
    int index,
    int identity,
    int speaker,
    State state,
    Observed observed,
    String subtitle,
    List<String> human,
    List<String> machine,
    String reason,
    String think,
    float[][] actionUnits,
    float[][] prosody) {

  public Clip {
    human = List.copyOf(human);
    machine = List.copyOf(machine);
  }

  /** The words that the split's label file gives: the machine's or those of people. */
  public List<String> labels() {
    return split == Split.TRAIN_MACHINE ? machine : human;
  }
}
