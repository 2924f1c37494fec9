package org.affectgpt.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.affectgpt.corpus.plan.CorpusConfig;
import org.affectgpt.corpus.plan.FaceClass;
import org.affectgpt.corpus.plan.Observed;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.corpus.plan.State;
import org.affectgpt.corpus.plan.TextTopic;
import org.affectgpt.corpus.plan.VoiceClass;
import org.affectgpt.corpus.words.Subtitles;
import org.junit.jupiter.api.Test;

class CorpusLabelsTest {
  private static final int N = 12_000;
  private static final CorpusConfig CONFIG = CorpusConfig.defaults();
  private static final List<Clip> CLIPS = clips();

  @Test
  void noiseComesAsOftenAsConfigured() {
    // A random class is the true one in a quarter of the cases.
    near(0.10, c -> c.observed().face() == FaceClass.NOTHING);
    near(0.12, c -> c.observed().voice() == VoiceClass.NOTHING);
    near(0.15, c -> c.observed().text() == TextTopic.NOTHING);
    near(0.87, c -> c.observed().face() == c.state().face());
    near(0.85, c -> c.observed().voice() == c.state().voice());
    near(0.82, c -> c.observed().text() == c.state().text());
  }

  @Test
  void peopleGiveOneToThreeSynonymsUsualOnesFirst() {
    near(0.35, c -> c.human().size() == 1);
    near(0.45, c -> c.human().size() == 2);
    near(0.20, c -> c.human().size() == 3);
    for (Clip clip : CLIPS) {
      List<String> synonyms = clip.state().synonyms();
      assertTrue(synonyms.containsAll(clip.human()), clip.name());
      List<Integer> ranks = clip.human().stream().map(synonyms::indexOf).toList();
      assertEquals(ranks.stream().sorted().distinct().toList(), ranks, clip.name());
    }
    List<Clip> joy = CLIPS.stream().filter(c -> c.state() == State.JOY).toList();
    long happy = joy.stream().filter(c -> c.human().contains("happy")).count();
    long pleased = joy.stream().filter(c -> c.human().contains("pleased")).count();
    assertTrue(happy > 2 * pleased, happy + " against " + pleased);
  }

  @Test
  void theMachineIsSometimesWrongAndOftenWordy() {
    near(0.12, c -> c.texts().machine().stream().noneMatch(c.state().synonyms()::contains));
    double extra =
        CLIPS.stream().mapToInt(c -> c.texts().machine().size()).average().orElse(0)
            - CLIPS.stream().mapToInt(c -> c.human().size()).average().orElse(0);
    assertEquals(0.62, extra, 0.06);
    for (Clip clip : CLIPS) {
      assertEquals(
          clip.texts().machine().size(), new HashSet<>(clip.texts().machine()).size(), clip.name());
    }
  }

  @Test
  void textsSayWhatIsObserved() {
    Subtitles subtitles = new Subtitles();
    for (Clip clip : CLIPS) {
      Observed seen = clip.observed();
      assertEquals(seen.text(), subtitles.topicOf(clip.subtitle()).orElseThrow());
      assertTrue(clip.texts().think().contains(seen.face().word()));
      assertTrue(clip.texts().think().contains(seen.voice().word()));
      assertTrue(clip.reason().contains(seen.text().phrase()));
      for (String word : clip.labels()) {
        assertTrue(clip.reason().contains(word));
      }
    }
  }

  @Test
  void everyTopicHasManySentencesInBothParts() {
    Subtitles subtitles = new Subtitles();
    for (TextTopic topic : TextTopic.values()) {
      List<String> train = subtitles.sentences(topic, Split.TRAIN_MACHINE);
      List<String> test = subtitles.sentences(topic, Split.TEST);
      assertTrue(new HashSet<>(train).size() >= 40, topic + " train " + train.size());
      assertTrue(new HashSet<>(test).size() >= 8, topic + " test " + test.size());
      for (String sentence : train) {
        assertTrue(sentence.split(" ").length <= 14, sentence);
      }
    }
  }

  @Test
  void perfectReadersOfMoreModalitiesScoreBetter() {
    LabelScorer overlap =
        (gold, predicted) ->
            IntStream.range(0, gold.size())
                .mapToDouble(i -> predicted.get(i).stream().anyMatch(gold.get(i)::contains) ? 1 : 0)
                .average()
                .orElse(0);
    List<BayesCeiling.Row> table = new BayesCeiling(CONFIG, overlap).table(1200);
    double video = f1(table, "video");
    double both = f1(table, "audio and video");
    double all = f1(table, "all");
    double state = f1(table, "true state, other words");
    assertTrue(video + 0.1 < both && both + 0.03 < all && all + 0.03 < state, table.toString());
    Observed joy = new Observed(FaceClass.SMILE, VoiceClass.LOUD, TextTopic.RESULTS);
    double[] posterior = new BayesCeiling(CONFIG, overlap).posterior(joy, true, true, true);
    assertTrue(posterior[State.JOY.ordinal()] > 0.99);
  }

  private static double f1(List<BayesCeiling.Row> table, String reader) {
    return table.stream().filter(r -> r.reader().equals(reader)).findFirst().orElseThrow().f1();
  }

  private static void near(double expected, Predicate<Clip> property) {
    double share = (double) CLIPS.stream().filter(property).count() / N;
    assertEquals(expected, share, 0.015);
  }

  private static List<Clip> clips() {
    ClipStudio studio = new ClipStudio(CONFIG);
    return IntStream.range(0, N).mapToObj(i -> studio.plan(Split.TRAIN_MACHINE, i)).toList();
  }
}
