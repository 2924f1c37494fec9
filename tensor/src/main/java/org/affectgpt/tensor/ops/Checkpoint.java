package org.affectgpt.tensor.ops;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.MemoryScope;

/**
 * Gradient checkpointing (Chen et al. 2016): the forward pass keeps only the input of a segment;
 * the backward pass runs the segment again, with the same random draws, and differentiates it
 * there. Parameters inside the segment collect their gradients.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /**
   * @param rngs the generators that the segment draws from
   * @param segment a function of {@code x} and of parameters, without other effects
   * @param x input of the segment
   * @return {@code segment(x)}
   */
  public static Tensor checkpoint(
      List<CounterRng> rngs, Function<Tensor, Tensor> segment, Tensor x) {
    if (NoGrad.active()) {
      return segment.apply(x);
    }
    List<CounterRng> streams = List.copyOf(rngs);
    long[] before = counters(streams);
    Tensor y = outputOf(segment, x);
    // Parameters inside are not known here: a leaf of its own makes the segment always recorded.
    Tensor anchor = Tensor.zeros(x.backend(), 1).requiresGrad(true);
    return Autograd.record(
        "checkpoint",
        y,
        List.of(x, anchor),
        dy -> {
          Tensor input = x.detach().requiresGrad(x.requiresGrad());
          long[] now = counters(streams);
          seek(streams, before);
          differentiate(segment, input, dy);
          seek(streams, now);
          return Arrays.asList(input.grad(), null);
        });
  }

  /** The forward pass; all that it made on the way is given back. */
  private static Tensor outputOf(Function<Tensor, Tensor> segment, Tensor x) {
    try (MemoryScope forward = x.backend().scope()) {
      return NoGrad.call(() -> segment.apply(x)).detach().keepWith(x);
    }
  }

  /** Forward again, then backward; the gradients live as long as their leaves. */
  private static void differentiate(Function<Tensor, Tensor> segment, Tensor input, Tensor dy) {
    try (MemoryScope again = input.backend().scope()) {
      NoGrad.enabled(
          () -> {
            Tensor y = segment.apply(input);
            if (y.requiresGrad()) {
              y.backward(dy);
            }
            return y;
          });
    }
  }

  private static long[] counters(List<CounterRng> rngs) {
    return rngs.stream().mapToLong(CounterRng::counter).toArray();
  }

  private static void seek(List<CounterRng> rngs, long[] counters) {
    for (int i = 0; i < counters.length; i++) {
      rngs.get(i).seek(counters[i]);
    }
  }
}
