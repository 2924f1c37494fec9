package org.affectgpt.tools.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.io.stored.StoredType;

/** Writes planned tensors as one safetensors file, or as shards with their index. */
final class WeightsWriter {
  private final LongConsumer progress;

  /**
   * @param progress told of bytes of the source that are done
   */
  WeightsWriter(LongConsumer progress) {
    this.progress = progress;
  }

  /** A tensor and the format it gets. */
  record Planned(SourceTensor source, StoredType type) {
    long bytes() {
      return type.bytes(source.entry().elements());
    }
  }

  /** Writes one file. */
  void file(List<Planned> tensors, Path file) {
    try (Arena arena = Arena.ofShared()) {
      write(tensors, file, new ChunkBuffers(arena));
    }
  }

  /**
   * Writes into a folder under the names that Hugging Face gives.
   *
   * @param shardBytes most bytes of a shard, unless one tensor alone is larger
   */
  void folder(List<Planned> tensors, Path folder, long shardBytes) {
    List<List<Planned>> shards = shards(tensors, shardBytes);
    if (shards.size() == 1) {
      file(tensors, folder.resolve(SafeTensorsFolder.SINGLE));
      return;
    }
    ObjectNode index = new ObjectMapper().createObjectNode();
    index.putObject("metadata").put("total_size", tensors.stream().mapToLong(Planned::bytes).sum());
    ObjectNode map = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String name =
          String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
      file(shards.get(i), folder.resolve(name));
      shards.get(i).forEach(t -> map.put(t.source().name(), name));
    }
    AtomicFile.write(folder.resolve(SafeTensorsFolder.INDEX), index.toPrettyString() + "\n");
  }

  private static List<List<Planned>> shards(List<Planned> tensors, long limit) {
    List<List<Planned>> shards = new ArrayList<>();
    shards.add(new ArrayList<>());
    long bytes = 0;
    for (Planned t : tensors) {
      if (bytes + t.bytes() > limit && !shards.getLast().isEmpty()) {
        shards.add(new ArrayList<>());
        bytes = 0;
      }
      shards.getLast().add(t);
      bytes += t.bytes();
    }
    return shards;
  }

  private void write(List<Planned> tensors, Path file, ChunkBuffers buffers) {
    SafeTensorsWriter writer = new SafeTensorsWriter().metadata("format", "pt");
    for (Planned t : tensors) {
      long[] shape = t.source().entry().shape().stream().mapToLong(Long::longValue).toArray();
      writer.stream(
          t.source().name(),
          t.type(),
          shape,
          new TensorStream(t.source(), t.type(), buffers, progress));
    }
    writer.write(file);
  }
}
