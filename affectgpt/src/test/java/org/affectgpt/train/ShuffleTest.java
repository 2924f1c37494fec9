package org.affectgpt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.affectgpt.tensor.CounterRng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every entry comes once, in an order that the key decides. */
class ShuffleTest {
  private static int[] permutation(long seed, int n) {
    CounterRng rng = new CounterRng(seed);
    return IntStream.range(0, n).map(i -> Shuffle.at(rng, n, i)).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 63, 64, 65, 1000, 4096})
  void isAPermutation(int n) {
    int[] sorted = permutation(n, n);
    Arrays.sort(sorted);
    assertTrue(Arrays.equals(IntStream.range(0, n).toArray(), sorted));
  }

  @Test
  void theKeyDecides() {
    assertTrue(Arrays.equals(permutation(1, 500), permutation(1, 500)));
    int[] a = permutation(1, 500);
    int[] b = permutation(2, 500);
    long same = IntStream.range(0, 500).filter(i -> a[i] == b[i]).count();
    assertTrue(same < 10, same + " of 500 alike");
    assertNotEquals(0, IntStream.range(0, 500).filter(i -> a[i] != i).count());
  }

  /** Over many keys every entry stands first about equally often: chi squared with 7 degrees. */
  @Test
  void firstEntriesAreEven() {
    int[] count = new int[8];
    for (int seed = 0; seed < 4000; seed++) {
      count[Shuffle.at(new CounterRng(seed), 8, 0)]++;
    }
    double chi = Arrays.stream(count).mapToDouble(c -> (c - 500.0) * (c - 500) / 500).sum();
    assertTrue(chi < 24.3, "chi squared " + chi);
    assertEquals(4000, Arrays.stream(count).sum());
  }
}
