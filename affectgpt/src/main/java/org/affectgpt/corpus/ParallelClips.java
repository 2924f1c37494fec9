package org.affectgpt.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;

/** Plans and renders all clips of a corpus with several threads, one studio each. */
public final class ParallelClips {
  /** Takes a rendered clip; called from several threads at once. */
  @FunctionalInterface
  public interface Sink {
    void accept(Clip clip, Footage footage);
  }

  private final CorpusConfig config;
  private final int threads;

  public ParallelClips(CorpusConfig config, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive: " + threads);
    }
    this.config = config;
    this.threads = threads;
  }

  /** Hands every clip to the sink, and returns all of them in the order of splits and indices. */
  public List<Clip> run(Sink sink, CorpusWriter.Progress progress) {
    int total = config.sizes().total();
    Clip[] clips = new Clip[total];
    AtomicInteger next = new AtomicInteger();
    int[] done = {0};
    Runnable worker =
        () -> {
          ClipStudio studio = new ClipStudio(config);
          boolean complete = false;
          try {
            for (int i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
              clips[i] = plan(studio, i);
              sink.accept(clips[i], studio.render(clips[i]));
              synchronized (done) {
                progress.written(++done[0], total);
              }
            }
            complete = true;
          } finally {
            if (!complete) {
              next.set(total);
            }
          }
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        workers.add(pool.submit(worker));
      }
      for (Future<?> f : workers) {
        f.get();
      }
    } catch (ExecutionException e) {
      next.set(total);
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("rendering failed", e.getCause());
    } catch (InterruptedException e) {
      next.set(total);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rendering", e);
    } finally {
      pool.shutdownNow();
    }
    return List.of(clips);
  }

  private Clip plan(ClipStudio studio, int i) {
    int index = i;
    for (Split split : Split.values()) {
      int size = config.sizes().of(split);
      if (index < size) {
        return studio.plan(split, index);
      }
      index -= size;
    }
    throw new IllegalArgumentException("no clip " + i + " of " + config.sizes().total());
  }
}
