package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.npy.NpyArray;

/** Arrays in {@code .npy} files. */
final class NpyTarget implements FuzzTarget {
  @Override
  public String name() {
    return "npy";
  }

  @Override
  public String suffix() {
    return ".npy";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    Path file = Files.createTempFile("seed", ".npy");
    List<byte[]> seeds = new ArrayList<>();
    for (NpyArray array :
        List.of(
            NpyArray.of(new long[] {2, 3}, 1f, -2f, 3f, 4f, 5f, 6f),
            NpyArray.of(new long[] {4}, 1, 2, 3, 4),
            NpyArray.of(new long[] {1, 2, 2, 3}, new byte[12]))) {
      array.write(file);
      seeds.add(Files.readAllBytes(file));
    }
    Files.delete(file);
    return seeds;
  }

  @Override
  public long parse(Path file) {
    NpyArray array = NpyArray.read(file);
    long sum = array.shape().size();
    for (float x : array.toFloats()) {
      sum += Float.floatToRawIntBits(x);
    }
    return sum;
  }
}
