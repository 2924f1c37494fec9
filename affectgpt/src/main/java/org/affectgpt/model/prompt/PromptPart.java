package org.affectgpt.model.prompt;

/**
 * A piece of a prompt. What somebody wrote is kept apart from the words of the template, so that it
 * stays text whatever it says.
 */
public sealed interface PromptPart {
  /** How it is spelt. */
  String text();

  /** Words of the template. */
  record Words(String text) implements PromptPart {}

  /** A place for features. */
  record Place(PatchToken token) implements PromptPart {
    @Override
    public String text() {
      return token.text();
    }
  }

  /** What is said in the clip. */
  record Subtitle(String text) implements PromptPart {}

  /** What is asked. */
  record Asked(String text) implements PromptPart {}
}
