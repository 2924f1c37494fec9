package org.affectgpt.tools.rehearse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.affectgpt.io.stored.BlockEncoder;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.nn.Module;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Shape;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tensor.dtype.GroupLayout;
import org.affectgpt.tensor.dtype.Half;

/**
 * Random weights in native memory, where mapped ones lie too, made as fast as memory is written:
 * normal values that repeat after a million.
 */
public final class RandomWeights {
  private static final int PERIOD = 1 << 20;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);

  private record Distribution(DType dtype, double mean, double std) {}

  private final float[] standard = new float[PERIOD];
  private final Map<Distribution, MemorySegment> periods = new HashMap<>();

  public RandomWeights(CounterRng rng) {
    float[] quantiles = new Quantiles().scaled(0, 1);
    for (int i = 0; i < PERIOD; i++) {
      standard[i] = quantiles[rng.nextInt(quantiles.length)];
    }
  }

  /** Gives every parameter a value; matrices in {@code dtype}, the others in F32. */
  public void fill(Module module, Backend backend, DType dtype) {
    for (RandomTensor t : RandomTensors.of(module.parameters(), StoredType.F32)) {
      Shape shape = t.shape();
      DType type = shape.rank() >= 2 ? dtype : DType.F32;
      module.replace(t.name(), tensor(backend, type, shape, t.mean(), t.std()));
    }
  }

  /** Values of one distribution as a weight. */
  public Tensor tensor(Backend backend, DType dtype, Shape shape, double mean, double std) {
    MemorySegment period =
        periods.computeIfAbsent(new Distribution(dtype, mean, std), this::period);
    long bytes = dtype.bytes(shape.size());
    MemorySegment all = Arena.ofAuto().allocate(bytes, 64);
    for (long at = 0; at < bytes; at += period.byteSize()) {
      MemorySegment.copy(period, 0, all, at, Math.min(period.byteSize(), bytes - at));
    }
    return Tensor.stored(backend, all, dtype, shape);
  }

  private MemorySegment period(Distribution d) {
    MemorySegment bytes = Arena.ofAuto().allocate(d.dtype().bytes(PERIOD), 64);
    float[] values = new float[PERIOD];
    for (int i = 0; i < PERIOD; i++) {
      values[i] = (float) (d.mean() + d.std() * standard[i]);
    }
    switch (d.dtype()) {
      case F32 -> MemorySegment.copy(values, 0, bytes, FLOAT, 0, PERIOD);
      case BF16, F16 -> {
        for (int i = 0; i < PERIOD; i++) {
          boolean brain = d.dtype() == DType.BF16;
          bytes.setAtIndex(SHORT, i, brain ? Half.toBf16(values[i]) : Half.toF16(values[i]));
        }
      }
      case Q8_0, Q4_0, Q8_0_R64, Q4_0_R64 -> {
        StoredType type = StoredType.valueOf(d.dtype().name());
        BlockEncoder.of(type).encode(values, PERIOD, PERIOD / GroupLayout.ROWS, bytes);
      }
      case I32 -> throw new IllegalArgumentException("weights of integers");
    }
    return bytes;
  }
}
