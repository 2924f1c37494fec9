package org.affectgpt.tensor.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TaskStretchesTest {
  @Test
  void aThreadTakesItsOwnForwardsThenOthersBackwards() {
    TaskStretches stretches = new TaskStretches(7, 2);
    assertEquals(3, stretches.next(1));
    int[] first = IntStream.generate(() -> stretches.next(0)).limit(6).toArray();
    assertArrayEquals(new int[] {0, 1, 2, 6, 5, 4}, first);
    assertEquals(-1, stretches.next(0));
    assertEquals(-1, stretches.next(1));
  }

  @Test
  void fewerTasksThanThreads() {
    TaskStretches stretches = new TaskStretches(2, 5);
    int[] all = IntStream.range(0, 5).map(stretches::next).sorted().toArray();
    assertArrayEquals(new int[] {-1, -1, -1, 0, 1}, all);
  }

  @Test
  void everyTaskIsGivenOutOnce() throws InterruptedException {
    int tasks = 100_003;
    int threads = 4;
    TaskStretches stretches = new TaskStretches(tasks, threads);
    AtomicIntegerArray given = new AtomicIntegerArray(tasks);
    Thread[] all = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int thread = t;
      all[t] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = stretches.next(thread); i >= 0; i = stretches.next(thread)) {
                      given.incrementAndGet(i);
                    }
                  });
    }
    for (Thread t : all) {
      t.join();
    }
    int[] counts = IntStream.range(0, tasks).map(given::get).toArray();
    int[] once = new int[tasks];
    Arrays.fill(once, 1);
    assertArrayEquals(once, counts);
  }
}
