package org.affectgpt.emotion.label;

import java.util.List;

/**
 * Finds the emotion labels that a text names. The reference asks a language model (Qwen2.5-7B) for
 * them; {@link VocabularyExtractor} reads them off without one.
 */
@FunctionalInterface
public interface LabelExtractor {
  /** The labels in the text's order, in lower case and stripped; empty if it names none. */
  List<String> extract(String text);
}
