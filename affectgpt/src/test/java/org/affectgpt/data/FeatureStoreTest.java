package org.affectgpt.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.affectgpt.model.ClipFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole entries survive whatever happens to the end of the file. */
class FeatureStoreTest {
  private static final String A = new Fingerprint().text("a").hex();
  private static final String B = new Fingerprint().text("b").hex();

  @TempDir private Path temp;

  private static ClipFeatures features(float x) {
    return new ClipFeatures(new float[] {x, -x, 0}, null, new float[] {Float.MIN_VALUE, x});
  }

  private static Map<String, ClipFeatures> load(Path file, String... keys) {
    try (FeatureStore store = FeatureStore.open(file)) {
      return store.load(Set.of(keys));
    }
  }

  private Path two() {
    Path file = temp.resolve("f.store");
    try (FeatureStore store = FeatureStore.open(file)) {
      assertEquals(Map.of(), store.load(Set.of(A, B)));
      store.add(A, features(1.5f));
      store.add(B, features(2.5f));
    }
    return file;
  }

  @Test
  void readsWhatItWrote() {
    Map<String, ClipFeatures> back = load(two(), A, B);
    assertArrayEquals(new float[] {1.5f, -1.5f, 0}, back.get(A).frames());
    assertNull(back.get(A).faces());
    assertArrayEquals(new float[] {Float.MIN_VALUE, 2.5f}, back.get(B).audio());
    assertEquals(Set.of(B), load(temp.resolve("f.store"), B).keySet());
  }

  /** Cut at every byte, it holds the entries before the cut and takes new ones. */
  @Test
  void aTornEndIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(two());
    int entry = (whole.length - 21) / 2;
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(temp.resolve("torn.store"), Arrays.copyOf(whole, length));
      int wanted = length < 21 + entry ? 0 : 1;
      try (FeatureStore store = FeatureStore.open(file)) {
        assertEquals(wanted, store.load(Set.of(A, B)).size(), "cut at " + length);
        store.add(B, features(3));
      }
      Map<String, ClipFeatures> back = load(file, A, B);
      assertEquals(wanted + 1, back.size());
      assertArrayEquals(features(3).audio(), back.get(B).audio());
    }
  }

  /** What another program wrote over it is not taken for features. */
  @Test
  void damageIsNoticed() throws IOException {
    byte[] whole = Files.readAllBytes(two());
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Path file = Files.write(temp.resolve("damaged.store"), damaged);
      load(file, A, B)
          .forEach(
              (key, f) ->
                  assertArrayEquals(features(key.equals(A) ? 1.5f : 2.5f).frames(), f.frames()));
    }
    Path zeros = Files.write(temp.resolve("zeros.store"), Arrays.copyOf(whole, whole.length + 999));
    assertEquals(2, load(zeros, A, B).size());
    assertEquals(whole.length, Files.size(zeros));
  }
}
