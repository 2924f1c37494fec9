package org.affectgpt.data;

import org.affectgpt.model.prompt.PromptMode;

/** The chain of thought that leads to a clip's labels, saying only what a mode can know. */
@FunctionalInterface
public interface ChainOfThought {
  String text(PromptMode mode);
}
