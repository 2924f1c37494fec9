package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.pickle.NumpyGlobals;
import org.affectgpt.io.pickle.PersistentIds;
import org.affectgpt.io.pickle.Pickle;
import org.affectgpt.io.pickle.PickleGlobals;

/** Bare pickle streams, walked to their leaves. */
final class PickleTarget implements FuzzTarget {
  @Override
  public String name() {
    return "pickle";
  }

  @Override
  public String suffix() {
    return ".pkl";
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    return SeedFiles.of("pickle", suffix());
  }

  @Override
  public long parse(Path file) throws IOException {
    MemorySegment stream = MemorySegment.ofArray(Files.readAllBytes(file));
    PickleGlobals globals = NumpyGlobals.addTo(PickleGlobals.plain());
    return new ValueWalk(file)
        .size(Pickle.read(file.toString(), stream, globals, PersistentIds.none()));
  }
}
