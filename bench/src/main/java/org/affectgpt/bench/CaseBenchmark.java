package org.affectgpt.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.measure.Benches;
import org.affectgpt.tools.measure.Case;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The cases of the command {@code bench} under JMH, each in fresh processes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "-Xms2g",
      "-Xmx2g",
      "-XX:MaxDirectMemorySize=8g"
    })
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CaseBenchmark {
  /** {@code bench/case}. */
  @Param("gemm/512x3584x3584")
  public String id;

  private Backend backend;
  private Runnable run;

  /** Makes the operands. */
  @Setup(Level.Trial)
  public void setup() {
    backend = Backends.open("cpu", Runtime.getRuntime().availableProcessors());
    run = Benches.select(List.of(id)).getFirst().setup().apply(backend);
  }

  /** One run of the case. */
  @Benchmark
  public void run() {
    run.run();
  }

  /** Ends the threads. */
  @TearDown(Level.Trial)
  public void close() {
    backend.close();
  }

  /**
   * @param args benches or cases; all without
   */
  public static void main(String[] args) throws RunnerException {
    String[] ids = Benches.select(List.of(args)).stream().map(Case::id).toArray(String[]::new);
    new Runner(new OptionsBuilder().include(CaseBenchmark.class.getName()).param("id", ids).build())
        .run();
  }
}
