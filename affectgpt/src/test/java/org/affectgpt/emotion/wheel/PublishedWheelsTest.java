package org.affectgpt.emotion.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedWheelsTest {
  private final EmotionWheels wheels = PublishedWheels.load();

  private List<String> level1(String label) {
    List<String> clusters = new ArrayList<>();
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      String cluster = wheels.cluster(wheel, WheelLevel.LEVEL1, label);
      clusters.add(cluster == null ? "-" : cluster);
    }
    return clusters;
  }

  @Test
  void vocabularyIsLargeAndReachesTheWheels() {
    assertTrue(wheels.labels().size() >= 1000, () -> wheels.labels().size() + " labels");
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      int w = wheel;
      long mapped =
          wheels.labels().stream()
              .filter(label -> wheels.cluster(w, WheelLevel.LEVEL1, label) != null)
              .count();
      assertTrue(mapped >= 0.9 * wheels.labels().size(), () -> mapped + " on wheel " + w);
    }
  }

  @Test
  void everyWheelWordIsALabelOfItsOwnCluster() {
    for (int i = 0; i < EmotionWheels.COUNT; i++) {
      Wheel wheel = wheels.wheels().get(i);
      for (WheelLevel level : WheelLevel.values()) {
        for (String word : wheel.words()) {
          assertEquals(wheel.cluster(level, word), wheels.cluster(i, level, word), word);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "happy joyful cheerful delighted pleased calm peaceful content relaxed serene",
    "mocking scornful hostile sarcastic angry furious irritated annoyed indignant rage",
    "nervous anxious worried insecure uneasy scared terrified frightened afraid panicked",
    "frustrated hurt disappointed hopeless sad lonely miserable sorrowful heartbroken",
    "confused bewildered puzzled perplexed surprised startled amazed shocked",
    "guilty ashamed remorseful embarrassed disgusted revolted repulsed appalled",
    "proud thrilled curious bored"
  })
  void wordsOfTheCorpusMapOnAtLeastFourWheels(String words) {
    for (String word : words.split(" ")) {
      List<String> clusters = level1(word);
      assertTrue(clusters.stream().filter("-"::equals).count() <= 1, () -> word + clusters);
    }
  }

  @Test
  void basicEmotionsAreKeptApart() {
    Set<List<String>> places = new HashSet<>();
    List<String> basic =
        List.of("happy", "calm", "sad", "angry", "scared", "disgusted", "surprised", "confused");
    basic.forEach(word -> places.add(level1(word)));
    assertEquals(basic.size(), places.size());
    assertEquals(List.of("joyful", "happy", "joy", "joy", "joy"), level1("happiness"));
    assertEquals(List.of("sad", "sad", "sadness", "sadness", "sadness"), level1("lonely"));
    assertEquals(List.of("mad", "angry", "anger", "anger", "anger"), level1("furious"));
    assertEquals(List.of("scared", "fearful", "fear", "fear", "fear"), level1("fear"));
  }

  @Test
  void wordsWithoutAnEmotionMapNowhere() {
    for (String word : List.of("neutral", "normal", "serious", "unknown", "emotion", "")) {
      assertFalse(wheels.knows(word), word);
    }
  }

  @Test
  void aWordInTwoPlacesOrFamiliesIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> PublishedWheels.wheels(List.of("[w]", "joy > glad: merry", "joy > gay: merry")));
    assertThrows(
        IllegalArgumentException.class,
        () -> WordFamilies.parse(List.of("glad, gladness", "merry, glad")));
    assertThrows(IllegalArgumentException.class, () -> WordFamilies.parse(List.of("glad: merry")));
  }
}
