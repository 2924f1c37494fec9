package org.affectgpt.tensor.cpu.weights;

import java.lang.ref.Reference;
import org.affectgpt.tensor.cpu.memory.FloatSpan;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;

/** A format whose rows lie one by one, in blocks of one weight or more. */
abstract non-sealed class RowFormat implements WeightFormat {
  /** Widens {@code count} weights, whole blocks, from an address on. */
  abstract void decode(long from, int count, float[] out, int to);

  @Override
  public final void read(SegmentStorage w, long from, int count, FloatSpan out) {
    if (count == 0) {
      return;
    }
    int block = w.dtype().blockLength();
    int lead = (int) (from % block);
    int head = lead == 0 ? 0 : Math.min(count, block - lead);
    int whole = (count - head) / block * block;
    if (head > 0) {
      part(w, from - lead, lead, head, out);
    }
    if (whole > 0) {
      decode(w, from + head, whole, out.plus(head));
    }
    if (head + whole < count) {
      part(w, from + head + whole, 0, count - head - whole, out.plus(head + whole));
    }
  }

  private void part(SegmentStorage w, long block, int lead, int n, FloatSpan out) {
    float[] values = new float[w.dtype().blockLength()];
    decode(w, block, values.length, FloatSpan.of(values));
    System.arraycopy(values, lead, out.data(), out.at(), n);
  }

  private void decode(SegmentStorage w, long from, int count, FloatSpan out) {
    long address = NativeBytes.address(w, from, count);
    float[] data = out.data();
    if (out.at() < 0 || count > data.length - out.at()) {
      throw new IndexOutOfBoundsException(count + " values at " + out.at() + " of " + data.length);
    }
    decode(address, count, data, out.at());
    Reference.reachabilityFence(w);
  }
}
