package org.affectgpt.tensor.ops;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.affectgpt.tensor.Autograd;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;

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
    Tensor y = NoGrad.call(() -> segment.apply(x)).detach();
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
          NoGrad.enabled(
              () -> {
                Tensor again = segment.apply(input);
                if (again.requiresGrad()) {
                  again.backward(dy);
                }
                return again;
              });
          seek(streams, now);
          return Arrays.asList(input.grad(), null);
        });
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
