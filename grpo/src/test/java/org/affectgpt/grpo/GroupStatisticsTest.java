package org.affectgpt.grpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GroupStatisticsTest {
  /** {@code torch.tensor([1, 2, 3, 3]).std()} and those of its halves. */
  @Test
  void deviationsAreUnbiased() {
    GroupStatistics s = GroupStatistics.of(new double[] {1, 2, 3, 3}, 2);
    assertArrayEquals(new double[] {1.5, 3}, s.means());
    assertArrayEquals(new double[] {0.7071068, 0}, s.deviations(), 1e-6);
    assertEquals(0.9574271, s.batchDeviation(), 1e-6);
    assertEquals(2.25, s.mean());
    assertEquals(0.5, s.zeroShare());
  }
}
