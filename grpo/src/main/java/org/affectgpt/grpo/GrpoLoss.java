package org.affectgpt.grpo;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.AddScalar.addScalar;
import static org.affectgpt.tensor.ops.elementwise.Clamp.clamp;
import static org.affectgpt.tensor.ops.elementwise.Exp.exp;
import static org.affectgpt.tensor.ops.elementwise.Minimum.minimum;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.elementwise.Neg.neg;
import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.elementwise.Sub.sub;
import static org.affectgpt.tensor.ops.rows.Sum.sum;

import java.util.function.DoubleSupplier;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The token-level clipped objective with the k3 estimate of the KL divergence (DeepSeekMath,
 * equations 3 and 4; TRL's GRPOTrainer). With the ratio {@code rho = exp(logp - old)}, the
 * advantage A of the completion and the token's weight w:
 *
 * <pre>
 *   loss = sum_t w_t [ -min(rho_t A, clip(rho_t, 1 - low, 1 + high) A) + beta k3_t ]
 *   k3   = exp(ref - logp) - (ref - logp) - 1
 * </pre>
 *
 * k3 is never negative, has little variance, and its mean is the KL divergence of the policy from
 * the reference (Schulman 2020).
 *
 * <p>The two figures wait for the device when they are asked for: queue the backward pass before.
 *
 * @param loss the scalar to differentiate
 * @param kl mean of k3 over the tokens, NaN without a reference
 * @param clipFraction share of tokens whose ratio was clipped
 */
public record GrpoLoss(Tensor loss, DoubleSupplier kl, DoubleSupplier clipFraction) {

  /**
   * @param logProbs {@code [completions, length]}
   * @param old the same under the policy that sampled
   * @param reference the same under the reference policy, or null
   * @param advantages {@code [completions]}
   * @param weights {@code [completions, length]} from {@link Aggregation}
   */
  public static GrpoLoss of(
      GrpoConfig config,
      Tensor logProbs,
      Tensor old,
      @Nullable Tensor reference,
      float[] advantages,
      float[] weights) {
    int n = logProbs.dim(0);
    int length = logProbs.dim(1);
    Tensor w = Tensor.of(logProbs.backend(), weights, n, length);
    Tensor a = Tensor.of(logProbs.backend(), advantages, n, 1);
    Tensor ratio = exp(sub(logProbs, old));
    Tensor clipped =
        clamp(ratio, (float) (1 - config.clip().low()), (float) (1 + config.clip().high()));
    Tensor perToken = neg(minimum(mul(ratio, a), mul(clipped, a)));
    int tokens = tokens(weights);
    DoubleSupplier kl = () -> Double.NaN;
    if (reference != null) {
      Tensor k3 = k3(config.beta() > 0 ? logProbs : logProbs.detach(), reference);
      if (config.beta() > 0) {
        perToken = add(perToken, scale(k3, (float) config.beta()));
      }
      kl = mean(k3, w, tokens);
    }
    // positive where the ratio passed the bound on the side to which the advantage pushes it
    Tensor passed = NoGrad.call(() -> mul(mul(sub(ratio, clipped), a), w));
    Tensor one = Tensor.full(w.backend(), 1, n, length);
    return new GrpoLoss(sum(mul(perToken, w)), kl, mean(one, passed, tokens));
  }

  private static Tensor k3(Tensor logProbs, Tensor reference) {
    Tensor d = sub(reference, logProbs);
    return addScalar(sub(exp(d), d), -1f);
  }

  private static int tokens(float[] weights) {
    int n = 0;
    for (float w : weights) {
      n += w > 0 ? 1 : 0;
    }
    return n;
  }

  /** Plain mean over the tokens of completions, so that parts of a batch add up by their tokens. */
  private static DoubleSupplier mean(Tensor x, Tensor mask, int tokens) {
    DoubleSupplier sum = x.backend().rows().sumWhere(x.view(), mask.view(), x.size());
    return () -> tokens == 0 ? 0 : sum.getAsDouble() / tokens;
  }
}
