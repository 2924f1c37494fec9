package org.affectgpt.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tools.measure.Benches;
import org.affectgpt.tools.measure.Case;
import org.affectgpt.tools.measure.Stopwatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * What a steady step allocates on the heap: the bytes that all threads together allocate in a run
 * of a case after warm-up, as the JVM counts them, what collecting them takes, and where they are
 * allocated, from a flight recording's samples.
 */
@Command(name = "Allocations", mixinStandardHelpOptions = true)
public final class Allocations implements Callable<Integer> {
  private static final List<String> STEPS =
      List.of("decode/0.5b-q8_0", "train-step/tiny-16x110", "train-step/tiny-16x110-gradient");

  /**
   * Long enough for what runs once in a step to be compiled: until then its vectors are objects.
   */
  private static final double WARM_UP_SECONDS = 20;

  private static final double RECORDED_SECONDS = 5;
  private static final int PLACES = 16;
  private static final int FRAMES = 4;
  private static final String OURS = "org.affectgpt.";

  @Parameters(
      paramLabel = "NAME",
      description = "Benches or cases; one decoding and two training steps without.")
  private List<String> names = STEPS;

  private Allocations() {}

  public static void main(String[] args) {
    System.exit(Tool.run(new Allocations(), args));
  }

  @Override
  public Integer call() throws IOException {
    List<Case> cases = Benches.select(names);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Backend backend = Backends.open("cpu", Runtime.getRuntime().availableProcessors())) {
      for (Case c : cases) {
        Runnable step = c.setup().apply(backend);
        Stopwatch turns = Stopwatch.of(backend, step);
        turns.warmUp(WARM_UP_SECONDS, RECORDED_SECONDS / 100);
        int steps = Math.max(1, (int) (RECORDED_SECONDS / turns.turn()));
        long before = threads.getTotalThreadAllocatedBytes();
        long collected = collectionMillis();
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) {
          step.run();
        }
        double millis = (System.nanoTime() - start) / 1e6;
        double bytes = (double) (threads.getTotalThreadAllocatedBytes() - before) / steps;
        System.out.printf(
            "%s: %.1f KB a step of %.2f ms, of which garbage collection takes %.2f%%%n",
            c.id(), bytes / 1e3, millis / steps, 100 * (collectionMillis() - collected) / millis);
        print(places(step, steps), bytes);
      }
    }
    return 0;
  }

  private static long collectionMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  /** Sampled bytes by class and by the frames of this project that asked for them. */
  private static Map<String, Long> places(Runnable step, int steps) throws IOException {
    Path file = Files.createTempFile("allocations", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "5000/s").withStackTrace();
      recording.start();
      for (int i = 0; i < steps; i++) {
        step.run();
      }
      recording.stop();
      recording.dump(file);
      Map<String, Long> places = new HashMap<>();
      List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
      events.sort(Comparator.comparing(RecordedEvent::getStartTime));
      Set<Long> seen = new HashSet<>();
      for (RecordedEvent e : events) {
        // a thread's first sample stands for all that it allocated before the recording
        if (!seen.add(e.getThread().getId()) && e.getStackTrace() != null) {
          places.merge(place(e), e.getLong("weight"), Long::sum);
        }
      }
      return places;
    } finally {
      Files.delete(file);
    }
  }

  private static String place(RecordedEvent e) {
    String frames =
        e.getStackTrace().getFrames().stream()
            .filter(f -> f.getMethod().getType().getName().startsWith(OURS))
            .limit(FRAMES)
            .map(Allocations::name)
            .collect(Collectors.joining(" < "));
    return e.getClass("objectClass").getName() + " " + frames;
  }

  private static String name(RecordedFrame f) {
    String type = f.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + f.getMethod().getName();
  }

  private static void print(Map<String, Long> places, double bytes) {
    double sampled = places.values().stream().mapToLong(Long::longValue).sum();
    places.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(PLACES)
        .forEach(
            p ->
                System.out.printf(
                    "%10.1f KB  %s%n", p.getValue() / sampled * bytes / 1e3, p.getKey()));
  }
}
