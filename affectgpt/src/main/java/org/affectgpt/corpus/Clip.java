package org.affectgpt.corpus;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * @param state the true state
 * @param observed what face, voice and words really show
 */
public record Clip(
    String name,
    Split split,
    int index,
    @JsonUnwrapped Person person,
    State state,
    Observed observed,
    @JsonUnwrapped Texts texts,
    @JsonUnwrapped Targets targets) {

  /** The numbers of a face and a voice. */
  public record Person(int identity, int speaker) {}

  /**
   * Everything in words.
   *
   * @param subtitle what is said
   * @param human the words of people
   * @param machine the words of the machine
   * @param reason the description that ends with the words of the split's tier
   * @param think the compact chain of thought
   */
  public record Texts(
      String subtitle, List<String> human, List<String> machine, String reason, String think) {
    public Texts {
      human = List.copyOf(human);
      machine = List.copyOf(machine);
    }
  }

  /**
   * What encoders can learn to read.
   *
   * @param actionUnits {@code [frames, ActionUnit]}
   * @param prosody {@code [ProsodyTargets.WINDOWS, ProsodyTargets.NAMES]}
   */
  public record Targets(float[][] actionUnits, float[][] prosody) {}

  public String subtitle() {
    return texts.subtitle;
  }

  /** The words of people. */
  public List<String> human() {
    return texts.human;
  }

  /** The description. */
  public String reason() {
    return texts.reason;
  }

  /** The words that the split's label file gives: the machine's or those of people. */
  public List<String> labels() {
    return split == Split.TRAIN_MACHINE ? texts.machine : texts.human;
  }
}
