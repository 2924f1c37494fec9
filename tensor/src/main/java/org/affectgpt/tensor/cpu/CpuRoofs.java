package org.affectgpt.tensor.cpu;

import org.affectgpt.tensor.backend.Roofs;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;

/** The roofs of this machine, with all threads of a backend. */
record CpuRoofs(Workers workers) implements Roofs {
  @Override
  public Roof reading() {
    return of(new ReadBandwidth(workers));
  }

  @Override
  public Roof reading(View weights) {
    return weights.storage() instanceof SegmentStorage s
        ? of(new ReadBandwidth(workers, s.segment()))
        : reading();
  }

  private static Roof of(ReadBandwidth reading) {
    return new Roof(reading.bytes(), reading::pass);
  }

  @Override
  public Roof multiplyAdds() {
    MultiplyAdds peak = new MultiplyAdds(workers);
    return new Roof(peak.operations(), peak::pass);
  }
}
