package org.affectgpt.grpo;

import java.util.Map;

/**
 * What one GRPO iteration saw.
 *
 * @param reward mean weighted reward
 * @param rewardStd mean deviation inside a group
 * @param rewards mean of every reward by name, unweighted
 * @param kl mean k3 a token, NaN where the reference was not asked
 * @param length mean completion length in tokens
 * @param finished share of completions that ended by themselves
 * @param idleGroups share of groups whose completions all scored alike
 * @param gradNorm global gradient norm before clipping, of the last update
 */
public record GrpoMetrics(
    double loss,
    double reward,
    double rewardStd,
    Map<String, Double> rewards,
    double kl,
    double clipFraction,
    double length,
    double finished,
    double idleGroups,
    double gradNorm) {}
