package org.affectgpt.tools.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.TensorEntry;

/**
 * One weight file, or the weights of one folder.
 *
 * @param path as the user gave it, or the part of a folder
 * @param format for people, for example {@code safetensors, 4 shards}
 * @param metadata what the file says beside its tensors, in its own order
 * @param tensors in the order of the file
 */
public record Section(
    Path path, String format, Map<String, String> metadata, List<TensorEntry> tensors) {}
