package org.affectgpt.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.corpus.voice.ProsodyTargets;
import org.junit.jupiter.api.Test;

class ClipStudioTest {
  private static final CorpusConfig CONFIG =
      CorpusConfig.defaults().withSizes(new CorpusConfig.Sizes(14, 5, 5));

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Map<String, Integer> one = digests(CONFIG, 1);
    assertEquals(24, one.size());
    assertEquals(one, digests(CONFIG, 3));
    Map<String, Integer> other = digests(CONFIG.withSeed(2), 2);
    one.forEach((name, digest) -> assertFalse(digest.equals(other.get(name)), name));
  }

  @Test
  void aClipDoesNotDependOnThoseBeforeIt() {
    ClipStudio studio = new ClipStudio(CONFIG);
    studio.render(studio.plan(Split.TRAIN_HUMAN, 3));
    Footage again = studio.render(studio.plan(Split.TEST, 4));
    ClipStudio fresh = new ClipStudio(CONFIG);
    Footage first = fresh.render(fresh.plan(Split.TEST, 4));
    assertArrayEquals(first.sound(), again.sound());
    assertArrayEquals(first.frames().get(7), again.frames().get(7));
  }

  @Test
  void everyClipHasSoundFramesAndTargetsOfOneLength() {
    ClipStudio studio = new ClipStudio(CONFIG);
    for (Split split : Split.values()) {
      for (int i = 0; i < 5; i++) {
        Clip clip = studio.plan(split, i);
        Footage footage = studio.render(clip);
        int frames = footage.frames().size();
        assertTrue(frames >= 16 && frames <= 20, clip.name());
        assertEquals(frames, clip.targets().actionUnits().length);
        assertEquals(frames * 16000 / 8, footage.sound().length);
        assertEquals(ProsodyTargets.WINDOWS, clip.targets().prosody().length);
        double energy = 0;
        for (float x : footage.sound()) {
          assertTrue(Math.abs(x) < 1);
          energy += x * x;
        }
        assertTrue(Math.sqrt(energy / footage.sound().length) > 0.01, clip.name());
        assertTrue(spread(footage.frames().get(0)) > 20, clip.name());
      }
    }
  }

  @Test
  void trainAndTestShareNoFaceVoiceOrSentence() {
    ClipStudio studio = new ClipStudio(CONFIG);
    List<Clip> train =
        Stream.of(Split.TRAIN_MACHINE, Split.TRAIN_HUMAN)
            .flatMap(s -> IntStream.range(0, 600).mapToObj(i -> studio.plan(s, i)))
            .toList();
    List<Clip> test = IntStream.range(0, 600).mapToObj(i -> studio.plan(Split.TEST, i)).toList();
    assertDisjoint(
        train.stream().map(clip -> clip.person().identity()).toList(),
        test.stream().map(clip -> clip.person().identity()).toList());
    assertDisjoint(
        train.stream().map(clip -> clip.person().speaker()).toList(),
        test.stream().map(clip -> clip.person().speaker()).toList());
    assertDisjoint(
        train.stream().map(Clip::subtitle).toList(), test.stream().map(Clip::subtitle).toList());
    Stream.concat(train.stream(), test.stream())
        .forEach(
            clip ->
                assertEquals(
                    clip.person().identity() % 2, clip.person().speaker() % 2, clip.name()));
  }

  private static void assertDisjoint(List<?> a, List<?> b) {
    Set<Object> common = new HashSet<>(a);
    common.retainAll(new HashSet<Object>(b));
    assertTrue(common.isEmpty(), "shared: " + common);
  }

  private static Map<String, Integer> digests(CorpusConfig config, int threads) {
    Map<String, Integer> digests = new ConcurrentHashMap<>();
    new ParallelClips(config, threads)
        .run(
            (clip, footage) -> {
              int h = Arrays.hashCode(footage.sound());
              for (byte[] frame : footage.frames()) {
                h = 31 * h + Arrays.hashCode(frame);
              }
              digests.put(clip.name(), h);
            },
            (done, total) -> {});
    return digests;
  }

  /** The standard deviation of the bytes of a frame. */
  private static double spread(byte[] frame) {
    double sum = 0;
    double squares = 0;
    for (byte b : frame) {
      int v = b & 255;
      sum += v;
      squares += (double) v * v;
    }
    double mean = sum / frame.length;
    return Math.sqrt(squares / frame.length - mean * mean);
  }
}
