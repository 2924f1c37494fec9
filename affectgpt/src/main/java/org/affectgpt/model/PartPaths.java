package org.affectgpt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a model lie when they are not in the model's own folder; paths relative to it.
 *
 * @param llm a Hugging Face folder; {@code llm} without it, likewise the others
 * @param bert a folder with BERT's {@code config.json}, which Q-Formers take their sizes from
 * @param checkpoints checkpoints of the original, later ones over earlier ones name by name
 */
public record PartPaths(
    @Nullable String llm,
    @Nullable String clip,
    @Nullable String hubert,
    @Nullable String bert,
    @Nullable List<String> checkpoints) {}
