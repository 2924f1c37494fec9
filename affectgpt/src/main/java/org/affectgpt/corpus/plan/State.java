package org.affectgpt.corpus.plan;

import java.util.List;

/**
 * A true emotional state: what face, voice and text do under it and the synonyms that people give
 * it, the most usual first. Each face, voice and topic is shared by states of different families of
 * the emotion wheel, so no modality decides alone.
 */
public enum State {
  JOY(
      FaceClass.SMILE,
      VoiceClass.LOUD,
      TextTopic.RESULTS,
      "happy",
      "joyful",
      "cheerful",
      "delighted",
      "pleased"),
  CALM(
      FaceClass.SMILE,
      VoiceClass.SOFT,
      TextTopic.EVENING,
      "calm",
      "peaceful",
      "content",
      "relaxed",
      "serene"),
  MOCKING(
      FaceClass.SMILE,
      VoiceClass.FIRM,
      TextTopic.MESS,
      "mocking",
      "scornful",
      "hostile",
      "sarcastic"),
  NERVOUS(
      FaceClass.SMILE,
      VoiceClass.TREMBLING,
      TextTopic.VISITOR,
      "nervous",
      "anxious",
      "worried",
      "insecure",
      "uneasy"),
  ANGER(
      FaceClass.BROWS,
      VoiceClass.LOUD,
      TextTopic.VISITOR,
      "angry",
      "furious",
      "irritated",
      "annoyed",
      "indignant"),
  HURT(
      FaceClass.BROWS,
      VoiceClass.SOFT,
      TextTopic.RESULTS,
      "frustrated",
      "hurt",
      "disappointed",
      "hopeless"),
  CONFUSED(
      FaceClass.BROWS,
      VoiceClass.TREMBLING,
      TextTopic.MESS,
      "confused",
      "bewildered",
      "puzzled",
      "perplexed"),
  DISGUST(
      FaceClass.BROWS,
      VoiceClass.FIRM,
      TextTopic.EVENING,
      "disgusted",
      "revolted",
      "repulsed",
      "appalled"),
  FEAR(
      FaceClass.WIDE,
      VoiceClass.TREMBLING,
      TextTopic.EVENING,
      "scared",
      "terrified",
      "frightened",
      "afraid",
      "panicked"),
  SURPRISE(
      FaceClass.WIDE,
      VoiceClass.LOUD,
      TextTopic.MESS,
      "surprised",
      "startled",
      "amazed",
      "shocked"),
  SAD(
      FaceClass.DROOP,
      VoiceClass.SOFT,
      TextTopic.VISITOR,
      "sad",
      "lonely",
      "miserable",
      "sorrowful",
      "heartbroken"),
  GUILTY(
      FaceClass.DROOP,
      VoiceClass.TREMBLING,
      TextTopic.RESULTS,
      "guilty",
      "ashamed",
      "remorseful",
      "embarrassed");

  private final FaceClass face;
  private final VoiceClass voice;
  private final TextTopic text;
  private final List<String> synonyms;

  State(FaceClass face, VoiceClass voice, TextTopic text, String... synonyms) {
    this.face = face;
    this.voice = voice;
    this.text = text;
    this.synonyms = List.of(synonyms);
  }

  public FaceClass face() {
    return face;
  }

  public VoiceClass voice() {
    return voice;
  }

  public TextTopic text() {
    return text;
  }

  /** Four or five words, the most usual first. */
  public List<String> synonyms() {
    return synonyms;
  }

  /** How many of the observed factors (0 to 3) are those of this state. */
  public int agreement(Observed seen) {
    return (face == seen.face() ? 1 : 0)
        + (voice == seen.voice() ? 1 : 0)
        + (text == seen.text() ? 1 : 0);
  }
}
