package org.affectgpt.tools.rehearse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.affectgpt.io.AtomicFile;
import org.affectgpt.io.safetensors.SafeTensorsFolder;
import org.affectgpt.io.safetensors.SafeTensorsWriter;
import org.affectgpt.tensor.CounterRng;

/** One safetensors file to write. */
record WeightFilePlan(Path file, List<RandomTensor> tensors) {
  private static final int BUFFER_BYTES = 1 << 20;

  /** The files of a folder: one, or shards of about the same size, in the order of the tensors. */
  static List<WeightFilePlan> of(Path folder, List<RandomTensor> tensors, int shards) {
    if (shards == 1) {
      return List.of(new WeightFilePlan(folder.resolve(SafeTensorsFolder.SINGLE), tensors));
    }
    long total = tensors.stream().mapToLong(RandomTensor::bytes).sum();
    List<List<RandomTensor>> parts = new ArrayList<>();
    long before = 0;
    for (RandomTensor t : tensors) {
      int shard = (int) Math.min(shards - 1, before * shards / total);
      while (parts.size() <= shard) {
        parts.add(new ArrayList<>());
      }
      parts.get(shard).add(t);
      before += t.bytes();
    }
    List<WeightFilePlan> plans = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String name = String.format("model-%05d-of-%05d.safetensors", i + 1, parts.size());
      plans.add(new WeightFilePlan(folder.resolve(name), parts.get(i)));
    }
    return plans;
  }

  /** Which file holds which tensor. */
  static Map<String, String> index(List<WeightFilePlan> plans) {
    Map<String, String> index = new LinkedHashMap<>();
    for (WeightFilePlan p : plans) {
      p.tensors.forEach(t -> index.put(t.name(), p.file.getFileName().toString()));
    }
    return index;
  }

  long bytes() {
    return tensors.stream().mapToLong(RandomTensor::bytes).sum();
  }

  /**
   * Writes the file, never holding more than a buffer of it.
   *
   * @param written hears the bytes of every piece
   */
  void write(Quantiles quantiles, CounterRng rng, LongConsumer written) {
    SafeTensorsWriter writer = new SafeTensorsWriter().metadata("format", "pt");
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (RandomTensor t : tensors) {
      writer.stream(
          t.name(),
          t.type(),
          t.dims(),
          channel -> {
            RandomTensor.Pieces pieces = t.pieces(quantiles, rng);
            for (long at = 0; at < t.bytes(); at += BUFFER_BYTES) {
              buffer.clear().limit((int) Math.min(BUFFER_BYTES, t.bytes() - at));
              pieces.fill(at, buffer);
              written.accept(buffer.position());
              AtomicFile.writeFully(channel, buffer.flip());
            }
          });
    }
    writer.write(file);
  }
}
