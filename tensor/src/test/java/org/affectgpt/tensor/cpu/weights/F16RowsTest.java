package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.Operands.view;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.affectgpt.tensor.backend.Epilogue;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.gemm.CpuMatrix;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.Test;

/** Every half there is, against the conversion of the platform. */
final class F16RowsTest {
  private static final int ALL = 1 << 16;

  private static SegmentStorage halves(int... bits) {
    MemorySegment segment = Arena.ofAuto().allocate(2L * bits.length, 64);
    for (int i = 0; i < bits.length; i++) {
      segment.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) bits[i]);
    }
    return new SegmentStorage(segment, DType.F16, bits.length);
  }

  @Test
  void decodesEveryHalf() {
    int[] bits = new int[ALL + 3];
    float[] expected = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = i & 0xffff;
      expected[i] = Float.float16ToFloat((short) i);
    }
    float[] actual = new float[bits.length];
    WeightReader.read(halves(bits), 0, bits.length, actual, 0);
    assertArrayEquals(expected, actual);
  }

  @Test
  void multipliesSubnormalAndInfiniteHalves() {
    int k = 67;
    int rows = 6;
    int[] bits = new int[rows * k];
    bits[0] = 1;
    bits[k + 2] = 0x83ff;
    bits[2 * k + 33] = 0x7c00;
    bits[3 * k + 66] = 0xfc00;
    bits[4 * k + 3] = 0x7e00;
    bits[5 * k + 1] = 0x7bff;
    float[] a = new float[k];
    for (int i = 0; i < k; i++) {
      a[i] = i + 2;
    }
    float[] c = new float[rows];
    new CpuMatrix(new Workers(2))
        .gemm(
            Gemm.of(false, true, 1, rows, k),
            view(a),
            new View(halves(bits), 0),
            view(c),
            Epilogue.NONE);
    assertEquals(0x1p-23f, c[0]);
    assertEquals(-4 * 0x3ffp-24f, c[1]);
    assertEquals(Float.POSITIVE_INFINITY, c[2]);
    assertEquals(Float.NEGATIVE_INFINITY, c[3]);
    assertEquals(Float.NaN, c[4]);
    assertEquals(3 * 65504f, c[5]);
  }
}
