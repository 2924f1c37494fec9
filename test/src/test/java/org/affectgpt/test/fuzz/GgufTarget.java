package org.affectgpt.test.fuzz;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.gguf.GgufArray;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.gguf.GgufModel;
import org.affectgpt.io.gguf.GgufTokenizer;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.test.gguf.GgufBytes;
import org.affectgpt.test.gguf.TinyGguf;

/** GGUF: metadata, the values of every tensor, and the decoder and tokenizer if it claims some. */
final class GgufTarget implements FuzzTarget {
  private static final String TEXT = "Hello, lo  aren't\n 12345<|end|> é愤😀 aaaaaaaaaaaa";

  @Override
  public String name() {
    return "gguf";
  }

  @Override
  public String suffix() {
    return ".gguf";
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new GgufBytes().build());
    byte[] nested = join(GgufBytes.ints(9), GgufBytes.longs(2), array(), array());
    seeds.add(
        new GgufBytes()
            .pair("general.alignment", 32)
            .pair("big", Long.MIN_VALUE)
            .pair("yes", true)
            .pair("scores", new float[] {-1.5f, 2})
            .raw("nested", 9, nested)
            .raw("byte", 0, new byte[] {7})
            .raw("real", 12, GgufBytes.longs(1))
            .tensor("empty", 0, new byte[0], 0, 5)
            .tensor("scalar", 28, new byte[8])
            .build());
    GgufBytes blocks = new GgufBytes().version(2);
    int[][] types = {
      {2, 18}, {3, 20}, {6, 22}, {7, 24}, {8, 34}, {10, 84}, {11, 110}, {12, 144}, {13, 176},
      {14, 210}, {30, 64}, {26, 128}
    };
    for (int[] t : types) {
      blocks.tensor("t" + t[0], t[0], new byte[t[1]], t[1] > 80 && t[0] != 26 ? 256 : 32, 1);
    }
    seeds.add(blocks.build());
    seeds.add(TinyGguf.tokenizer(new GgufBytes()).build());
    seeds.add(TinyGguf.model("qwen2"));
    seeds.add(TinyGguf.model("llama"));
    return seeds;
  }

  private static byte[] array() {
    return join(GgufBytes.ints(5), GgufBytes.longs(2), GgufBytes.ints(3, 4));
  }

  private static byte[] join(byte[]... parts) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    for (byte[] p : parts) {
      out.writeBytes(p);
    }
    return out.toByteArray();
  }

  @Override
  public long parse(Path file) {
    try (GgufFile gguf = GgufFile.open(file);
        Arena arena = Arena.ofShared()) {
      long sum = gguf.metadata().values().keySet().hashCode();
      for (Object value : gguf.metadata().values().values()) {
        sum += value instanceof GgufArray a ? read(a) : 0;
      }
      for (TensorEntry entry : gguf.entries()) {
        sum += entry.shape().hashCode() + read(entry);
      }
      if (gguf.metadata().has("general.architecture")) {
        for (TensorEntry entry : GgufModel.of(gguf).weights(arena).entries()) {
          sum += read(entry);
        }
      }
      if (gguf.metadata().has("tokenizer.ggml.model")) {
        GgufTokenizer t = GgufTokenizer.of(gguf);
        sum += t.tokenizer().decode(t.tokenizer().encode(TEXT), true).length() + t.stops().size();
      }
      return sum;
    }
  }

  /** The first tokenizer loads Java's Unicode tables. */
  @Override
  public long allocationBound(long fileBytes) {
    return (32L << 20) + 64 * fileBytes;
  }

  private static long read(TensorEntry entry) {
    float[] values = new float[256];
    long sum = 0;
    for (long at = 0; at < entry.elements(); at += values.length) {
      int n = (int) Math.min(values.length, entry.elements() - at);
      entry.toFloats(at, values, 0, n);
      sum += (long) values[n - 1];
    }
    return entry.type() == StoredType.I32 ? sum + entry.toInts().length : sum;
  }

  private static long read(GgufArray array) {
    return switch (array.type()) {
      case STRING -> array.strings().size();
      case FLOAT32, FLOAT64 -> array.reals().length;
      case ARRAY -> array.arrays().stream().mapToLong(GgufTarget::read).sum();
      case BOOL -> array.length();
      default -> array.integers().length;
    };
  }
}
