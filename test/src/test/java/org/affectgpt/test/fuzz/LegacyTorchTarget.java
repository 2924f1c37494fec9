package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.torch.TorchFile;

/** Files of PyTorch before 1.6: the tree and the values of every tensor. */
final class LegacyTorchTarget implements FuzzTarget {
  @Override
  public String name() {
    return "torch-legacy";
  }

  @Override
  public String suffix() {
    return ".pth";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return SeedFiles.of("torch-legacy", suffix());
  }

  @Override
  public long parse(Path file) {
    try (Arena arena = Arena.ofShared()) {
      TorchFile torch = TorchFile.open(file, arena);
      long sum = new ValueWalk(file).size(torch.root());
      for (TensorEntry entry : torch.source().entries()) {
        sum += entry.shape().hashCode() + entry.format().hashCode();
        sum += entry.type().isComputed() ? entry.toFloats().length : 0;
      }
      return sum;
    }
  }
}
