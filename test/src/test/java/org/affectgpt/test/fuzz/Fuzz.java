package org.affectgpt.test.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.affectgpt.tensor.CounterRng;

/**
 * Feeds mutated files to a parser and saves those that break it:
 *
 * <pre>java -cp ... org.affectgpt.test.fuzz.Fuzz --target wav --minutes 10 --seed 1
 *     [--corpus DIR] [--out DIR]</pre>
 *
 * <p>Several targets are given with commas between them, all of them as {@code all}; each takes
 * those minutes, and {@link FuzzEveryTargetTest} is the same under Maven. The files of {@code
 * --corpus} are mutated as well as the target's own seeds. A broken case is saved under {@code
 * --out} once per kind of fault; should the virtual machine itself die, the file at fault is left
 * there as {@code case-N}. Exit code 1 if anything broke.
 */
final class Fuzz {
  private final FuzzTarget target;
  private final Path out;
  private final Set<String> kinds = new HashSet<>();
  private long refused;
  private long broken;
  private long mostAllocated;

  private Fuzz(FuzzTarget target, Path out) {
    this.target = target;
    this.out = out;
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    String named = options.getOrDefault("--target", "all");
    double minutes = Double.parseDouble(options.getOrDefault("--minutes", "1"));
    long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
    List<byte[]> corpus =
        options.containsKey("--corpus") ? contents(Path.of(options.get("--corpus"))) : List.of();
    Path out = Path.of(options.getOrDefault("--out", "target/fuzz"));
    boolean fine = true;
    for (FuzzTarget target :
        named.equals("all")
            ? FuzzTargets.all()
            : Stream.of(named.split(",")).map(FuzzTargets::named).toList()) {
      fine &= run(target, out.resolve(target.name()), corpus, minutes, seed, System.out);
    }
    // A case that hangs would keep native libraries busy: end without waiting for it.
    Runtime.getRuntime().halt(fine ? 0 : 1);
  }

  /**
   * Fuzzes one target with its own seeds.
   *
   * @param out where broken cases are saved
   * @return whether nothing broke
   */
  static boolean run(FuzzTarget target, Path out, double minutes, long seed, PrintStream log)
      throws IOException, InterruptedException {
    return run(target, out, List.of(), minutes, seed, log);
  }

  private static boolean run(
      FuzzTarget target, Path out, List<byte[]> more, double minutes, long seed, PrintStream log)
      throws IOException, InterruptedException {
    Files.createDirectories(out);
    List<byte[]> corpus = new ArrayList<>(target.seeds());
    corpus.addAll(more);
    return new Fuzz(target, out).run(corpus, minutes, seed, log);
  }

  private static List<byte[]> contents(Path folder) throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.sorted().filter(Files::isRegularFile).toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return files;
  }

  private boolean run(List<byte[]> corpus, double minutes, long seed, PrintStream log)
      throws IOException, InterruptedException {
    Mutator mutator = new Mutator(corpus, new CounterRng(seed));
    CaseRunner runner = new CaseRunner(target);
    long begin = System.nanoTime();
    long end = begin + (long) (minutes * 60e9);
    long report = begin;
    long cases = 0;
    while (System.nanoTime() < end) {
      try (var mapped = new CaseFile(out.resolve("case-" + cases + target.suffix()))) {
        Files.write(
            mapped.path(), cases < corpus.size() ? corpus.get((int) cases) : mutator.next());
        note(runner.run(mapped.path()), mapped.path(), log);
      }
      cases++;
      if (System.nanoTime() - report > 60e9) {
        report = System.nanoTime();
        log.println(summary(cases, report - begin));
      }
    }
    log.println(summary(cases, System.nanoTime() - begin));
    return broken == 0;
  }

  /** A new file for every case: an earlier one may still be mapped. */
  private record CaseFile(Path path) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  private void note(CaseRunner.Outcome outcome, Path file, PrintStream log) throws IOException {
    refused += outcome.refused() ? 1 : 0;
    mostAllocated = Math.max(mostAllocated, outcome.allocated());
    String fault = outcome.fault();
    if (fault == null) {
      return;
    }
    broken++;
    // Numbers differ from case to case, the fault does not.
    String kind = fault.replaceAll("'[^']*'|[0-9]+", "#");
    if (kinds.size() < 100 && kinds.add(kind)) {
      Path saved = out.resolve("broken-" + kinds.size() + target.suffix());
      Files.copy(file, saved, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      log.println(saved + ": " + fault);
    }
  }

  private String summary(long cases, long nanos) throws IOException {
    String peak = "";
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status, StandardCharsets.US_ASCII)) {
        peak = line.startsWith("VmHWM") ? ", peak resident " + line.substring(6).strip() : peak;
      }
    }
    return "%s: %d cases in %.0f s, %d refused, %d broken of %d kinds, at most %.1f MiB allocated%s"
        .formatted(
            target.name(),
            cases,
            nanos / 1e9,
            refused,
            broken,
            kinds.size(),
            mostAllocated / 1048576.0,
            peak);
  }
}
