package org.affectgpt.tensor.cpu.weights;

import static org.affectgpt.tensor.cpu.Operands.view;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.DType;
import org.affectgpt.tensor.backend.Gemm;
import org.affectgpt.tensor.backend.View;
import org.affectgpt.tensor.cpu.ReadBandwidth;
import org.affectgpt.tensor.cpu.Weights;
import org.affectgpt.tensor.cpu.gemm.CpuMatrix;
import org.affectgpt.tensor.cpu.memory.SegmentStorage;
import org.affectgpt.tensor.cpu.threads.Workers;

/**
 * Prints how fast products with stored weights run beside the read bandwidth of the same minutes:
 * {@code WeightThroughput [threads [rounds [part of a case's name]]]}. Weights rotate through half
 * a gigabyte, as the layers of a model do, so that no cache helps. One thread is measured by its
 * processor time, so that a busy machine matters less.
 */
public final class WeightThroughput {
  private static final long BYTES = ReadBandwidth.BYTES;
  private static final long RUN_NANOS = 60_000_000;

  private final Workers workers;
  private final int rounds;
  private final String filter;
  private final MemorySegment memory;
  private final ReadBandwidth reading;

  private WeightThroughput(Workers workers, int rounds, String filter) {
    this.workers = workers;
    this.rounds = rounds;
    this.filter = filter;
    memory = Arena.ofAuto().allocate(BYTES, 4096);
    reading = new ReadBandwidth(workers, memory);
  }

  public static void main(String[] args) {
    int threads = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
    try (Workers workers = new Workers(threads)) {
      new WeightThroughput(workers, rounds, args.length > 2 ? args[2] : "").run();
    }
  }

  private void run() {
    for (DType type : new DType[] {DType.F32, DType.BF16, DType.F16, DType.Q8_0, DType.Q4_0}) {
      int[][] shapes = {
        {1, 18944, 3584}, {1, 3584, 3584}, {1, 3584, 18944}, {1, 151936, 896}, {1, 4864, 896},
        {1, 896, 4864}, {1, 896, 896}, {1, 128, 896}, {2, 3584, 3584}, {4, 3584, 3584},
        {8, 3584, 3584}, {8, 4864, 896}, {128, 3584, 3584}, {512, 4864, 896}
      };
      int[][] chosen =
          Arrays.stream(shapes).filter(s -> name(type, s).contains(filter)).toArray(int[][]::new);
      if (chosen.length > 0) {
        fill(type);
        compare(type, chosen);
      }
    }
  }

  private static String name(DType type, int[] s) {
    return type + " " + s[0] + "x" + s[1] + "x" + s[2];
  }

  /** Repeats a megabyte or so of valid weights. */
  private void fill(DType type) {
    Weights w = Weights.random(type, 1 << 20, new CounterRng(1));
    long length = w.storage().segment().byteSize();
    for (long at = 0; at < BYTES; at += length) {
      long n = Math.min(length, BYTES - at);
      MemorySegment.copy(w.storage().segment(), 0, memory, at, n);
    }
  }

  private void compare(DType type, int[][] shapes) {
    double[] read = new double[rounds];
    double[][] speeds = new double[shapes.length][rounds];
    CpuMatrix matrix = new CpuMatrix(workers);
    long length = BYTES / type.blockBytes() * type.blockLength();
    View b = new View(new SegmentStorage(memory, type, length), 0);
    for (int round = -2; round < rounds; round++) {
      double bandwidth = read();
      for (int i = 0; i < shapes.length; i++) {
        double speed = product(matrix, b, length, shapes[i]);
        if (round >= 0) {
          read[round] = bandwidth;
          speeds[i][round] = speed;
        }
      }
    }
    Arrays.sort(read);
    System.out.printf(
        Locale.ROOT,
        "read bandwidth best %.1f median %.1f GB/s%n",
        read[rounds - 1],
        read[rounds / 2]);
    for (int i = 0; i < shapes.length; i++) {
      Arrays.sort(speeds[i]);
      double best = speeds[i][rounds - 1];
      double median = speeds[i][rounds / 2];
      double flops = 2.0 * shapes[i][0] * type.blockLength() / type.blockBytes();
      System.out.printf(
          Locale.ROOT,
          "%-22s best %6.1f GB/s %4.2f of reading   median %6.1f GB/s %4.2f   best %6.1f GF/s%n",
          name(type, shapes[i]),
          best,
          best / read[rounds - 1],
          median,
          median / read[rounds / 2],
          flops * best);
    }
  }

  /** Weight bytes per nanosecond. */
  private double product(CpuMatrix matrix, View b, long length, int[] s) {
    Gemm d = Gemm.of(false, true, s[0], s[1], s[2]);
    View a = view(new float[s[0] * s[2]]);
    View c = view(new float[s[0] * s[1]]);
    long elements = (long) s[1] * s[2];
    long at = 0;
    long bytes = 0;
    long start = clock();
    long nanos;
    do {
      matrix.gemm(d, a, b.plus(at), c);
      at = at + 2 * elements > length ? 0 : at + elements;
      bytes += b.dtype().bytes(elements);
      nanos = clock() - start;
    } while (nanos < RUN_NANOS);
    return (double) bytes / nanos;
  }

  private double read() {
    long start = clock();
    reading.pass();
    return (double) BYTES / (clock() - start);
  }

  private long clock() {
    return workers.threads() == 1
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}
