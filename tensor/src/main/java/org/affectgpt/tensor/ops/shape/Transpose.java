package org.affectgpt.tensor.ops.shape;

import org.affectgpt.tensor.Tensor;

/** Exchanges two axes: a permutation. */
public final class Transpose {
  private Transpose() {}

  /**
   * @param a an axis; negative counts from the end
   * @param b likewise
   */
  public static Tensor transpose(Tensor x, int a, int b) {
    int[] order = new int[x.rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int first = x.shape().axis(a);
    int second = x.shape().axis(b);
    order[first] = second;
    order[second] = first;
    return Permute.permute(x, order);
  }
}
