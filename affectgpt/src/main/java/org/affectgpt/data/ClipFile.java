package org.affectgpt.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the media of a clip lie.
 *
 * @param face its face crops, {@code .npy}; null if there are none
 */
public record ClipFile(String name, Path video, Path audio, @Nullable Path face) {}
