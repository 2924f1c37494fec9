package org.affectgpt.grpo;

import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.ops.elementwise.Add;
import org.affectgpt.tensor.ops.elementwise.AddScalar;
import org.affectgpt.tensor.ops.elementwise.Clamp;
import org.affectgpt.tensor.ops.elementwise.Exp;
import org.affectgpt.tensor.ops.elementwise.Minimum;
import org.affectgpt.tensor.ops.elementwise.Mul;
import org.affectgpt.tensor.ops.elementwise.Neg;
import org.affectgpt.tensor.ops.elementwise.Scale;
import org.affectgpt.tensor.ops.elementwise.Sub;
import org.affectgpt.tensor.ops.rows.Sum;
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
 * @param loss the scalar to differentiate
 * @param kl mean of k3 over the tokens, NaN without a reference
 * @param clipFraction share of tokens whose ratio was clipped
 */
public record GrpoLoss(Tensor loss, double kl, double clipFraction) {

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
    Tensor ratio = Exp.exp(Sub.sub(logProbs, old));
    float low = (float) (1 - config.clipLow());
    float high = (float) (1 + config.clipHigh());
    Tensor gain = Minimum.minimum(Mul.mul(ratio, a), Mul.mul(Clamp.clamp(ratio, low, high), a));
    Tensor perToken = Neg.neg(gain);
    double kl = Double.NaN;
    if (reference != null) {
      Tensor k3 = k3(config.beta() > 0 ? logProbs : logProbs.detach(), reference);
      if (config.beta() > 0) {
        perToken = Add.add(perToken, Scale.scale(k3, (float) config.beta()));
      }
      kl = mean(k3, weights);
    }
    double clipped = clipFraction(ratio, advantages, weights, low, high);
    return new GrpoLoss(Sum.sum(Mul.mul(perToken, w)), kl, clipped);
  }

  private static Tensor k3(Tensor logProbs, Tensor reference) {
    Tensor d = Sub.sub(reference, logProbs);
    return AddScalar.addScalar(Sub.sub(Exp.exp(d), d), -1f);
  }

  /** Plain mean over the tokens of completions, so that parts of a batch add up by their tokens. */
  private static double mean(Tensor x, float[] weights) {
    float[] v = NoGrad.call(x::toFloats);
    double s = 0;
    int tokens = 0;
    for (int i = 0; i < v.length; i++) {
      if (weights[i] > 0) {
        s += v[i];
        tokens++;
      }
    }
    return tokens == 0 ? 0 : s / tokens;
  }

  private static double clipFraction(
      Tensor ratio, float[] advantages, float[] weights, float low, float high) {
    float[] r = NoGrad.call(ratio::toFloats);
    int length = r.length / advantages.length;
    int clipped = 0;
    int tokens = 0;
    for (int i = 0; i < r.length; i++) {
      if (weights[i] > 0) {
        float a = advantages[i / length];
        clipped += a > 0 && r[i] > high || a < 0 && r[i] < low ? 1 : 0;
        tokens++;
      }
    }
    return tokens == 0 ? 0 : (double) clipped / tokens;
  }
}
