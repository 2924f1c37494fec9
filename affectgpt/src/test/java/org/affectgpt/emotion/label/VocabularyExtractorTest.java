package org.affectgpt.emotion.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.affectgpt.emotion.wheel.PublishedWheels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyExtractorTest {
  private final LabelExtractor extractor = new VocabularyExtractor(PublishedWheels.load());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The character's emotional state is happy, excited.| happy excited",
        "The character's emotional state is Happy, sad, and angry. He smiles.| happy sad angry",
        "the person's emotional states are: [worried, nervous]| worried nervous",
        "happy| happy",
        "peaceful, peaceful| peaceful peaceful",
        "joy and relief| joy relief",
        "[joyful, zorble]| joyful zorble",
        "['joyful', 'sad']| joyful sad",
        "very happy, a bit nervous.| happy nervous",
        "Clues: angry tone. So the list is [irritated]; done| irritated",
        "He does not look happy, his voice trembles and he seems anxious.| anxious",
        "In the video the man frowns. He isn't angry but rather disappointed.| disappointed",
        "The emotional state is sad because the woman cries in the room| sad",
        "none| ''",
        "[]| ''",
        "The face shows a smile and the voice is loud with a high pitch.| ''",
        "''| ''"
      })
  void labelsAreReadOff(String text, String labels) {
    List<String> expected =
        labels == null || labels.isEmpty() ? List.of() : List.of(labels.strip().split(" "));
    assertEquals(expected, extractor.extract(text == null ? "" : text));
  }
}
