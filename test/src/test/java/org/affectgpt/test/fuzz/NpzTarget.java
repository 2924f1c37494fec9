package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.npz.NpzFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;

/** Npz archives: numbers, texts and objects. */
final class NpzTarget implements FuzzTarget {
  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String suffix() {
    return ".npz";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return SeedFiles.of("npz", suffix());
  }

  @Override
  public long parse(Path file) {
    try (Arena arena = Arena.ofShared()) {
      NpzFile npz = NpzFile.open(file, arena);
      long sum = 0;
      InputException refused = null;
      for (String name : npz.names()) {
        try {
          StoredType number = npz.type(name).number();
          boolean computed = number != null && number.isComputed();
          sum += computed ? npz.entry(name).toFloats().length : 0;
          sum += new ValueWalk(file).size(npz.type(name).isObject() ? npz.objects(name) : null);
          sum += npz.type(name).textWidth() > 0 ? npz.texts(name).hashCode() : 0;
        } catch (InputException e) {
          // one damaged array says nothing about the next
          refused = e;
        }
      }
      if (refused != null) {
        throw refused;
      }
      return sum;
    }
  }

  /** Zeros shrink a thousandfold, and that is allowed up to a bound. */
  @Override
  public long allocationBound(long fileBytes) {
    return (8L << 20) + 6000 * fileBytes;
  }
}
