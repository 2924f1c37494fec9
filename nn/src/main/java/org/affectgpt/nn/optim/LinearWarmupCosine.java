package org.affectgpt.nn.optim;

/**
 * AffectGPT's {@code linear_warmup_cosine_lr}, with its quirks: epochs count from 1, so that
 * warm-up is never reached when it is as long as an epoch; warm-up grows with the step inside the
 * epoch; and the cosine rises again in the last epoch, which lies past its period.
 *
 * @param warmupLr negative takes {@code initLr}
 */
public record LinearWarmupCosine(
    double initLr, double minLr, double warmupLr, int warmupSteps, int maxEpoch, int itersPerEpoch)
    implements Schedule {
  @Override
  public double at(long step) {
    long epoch = 1 + step / itersPerEpoch;
    long i = step % itersPerEpoch;
    long t = epoch * itersPerEpoch + i;
    if (t < warmupSteps) {
      double start = warmupLr < 0 ? initLr : warmupLr;
      return Math.min(initLr, start + (initLr - start) * i / Math.max(warmupSteps, 1));
    }
    double period = (double) maxEpoch * itersPerEpoch;
    return (initLr - minLr) * 0.5 * (1 + Math.cos(Math.PI * t / period)) + minLr;
  }
}
