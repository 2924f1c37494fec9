package org.affectgpt.corpus.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affectgpt.corpus.plan.Split;
import org.affectgpt.corpus.plan.TextTopic;
import org.affectgpt.tensor.CounterRng;

/**
 * The sentences of the corpus: openings times sentences of a topic. The words name a topic
 * (results, a visitor, a mess, the evening) and take no side. One sentence in five, by hash,
 * belongs to the test split alone.
 */
public final class Subtitles {
  private static final List<String> OPENINGS =
      List.of("", "So, ", "Well, ", "Look, ", "You know, ");

  private static final Map<TextTopic, List<String>> CORES = cores();

  private final Map<TextTopic, List<String>> train = new EnumMap<>(TextTopic.class);
  private final Map<TextTopic, List<String>> test = new EnumMap<>(TextTopic.class);
  private final Map<String, TextTopic> topics = new LinkedHashMap<>();

  public Subtitles() {
    for (TextTopic topic : TextTopic.values()) {
      List<String> forTrain = new ArrayList<>();
      List<String> forTest = new ArrayList<>();
      for (String core : CORES.get(topic)) {
        for (String opening : OPENINGS) {
          String sentence = compose(opening, core);
          topics.put(sentence, topic);
          (heldOut(sentence) ? forTest : forTrain).add(sentence);
        }
      }
      train.put(topic, List.copyOf(forTrain));
      test.put(topic, List.copyOf(forTest));
    }
  }

  /** All sentences of a topic that clips of this split may use. */
  public List<String> sentences(TextTopic topic, Split split) {
    return (split == Split.TEST ? test : train).get(topic);
  }

  /** A sentence of the topic for a clip of the split. */
  public String sample(TextTopic topic, Split split, CounterRng rng) {
    List<String> from = sentences(topic, split);
    return from.get(rng.nextInt(from.size()));
  }

  /** The topic of a sentence of the corpus; empty for any other text. */
  public Optional<TextTopic> topicOf(String sentence) {
    return Optional.ofNullable(topics.get(sentence));
  }

  /** Whether the sentence belongs to the test split. */
  public static boolean heldOut(String sentence) {
    return Math.floorMod(new CounterRng(0).split(sentence).key(), 5) == 0;
  }

  private static String compose(String opening, String core) {
    if (opening.isEmpty()) {
      return core;
    }
    boolean pronounI = core.startsWith("I ") || core.startsWith("I'");
    return opening
        + (pronounI
            ? core.substring(0, 1)
            : core.substring(0, 1).toLowerCase(java.util.Locale.ROOT))
        + core.substring(1);
  }

  private static Map<TextTopic, List<String>> cores() {
    Map<TextTopic, List<String>> m = new EnumMap<>(TextTopic.class);
    m.put(
        TextTopic.RESULTS,
        List.of(
            "The results came back this morning.",
            "They just told me the results.",
            "These are my exam results.",
            "I have the test results here.",
            "They put the scores on the wall.",
            "The letter has my final grade.",
            "I read the score twice.",
            "The doctor sent me the test results.",
            "My grade is on the list now.",
            "They counted the votes again.",
            "This is the score of the game.",
            "I finally got my exam grade.",
            "The final results are on the list.",
            "That is the score they gave me."));
    m.put(
        TextTopic.VISITOR,
        List.of(
            "Someone is at the door.",
            "My brother came to visit us.",
            "A guest is waiting in the hall.",
            "The neighbour is knocking again.",
            "Your mother is standing outside.",
            "There is a man at the door.",
            "She came back to visit me.",
            "My old friend is outside.",
            "The guest just rang the bell.",
            "He walked in with a friend.",
            "Somebody is knocking at the door.",
            "A visitor is asking for you.",
            "My father is coming to visit.",
            "They brought a guest to the house."));
    m.put(
        TextTopic.MESS,
        List.of(
            "There is paint all over the floor.",
            "Everything in here is upside down.",
            "The kitchen is full of flour.",
            "All the papers are on the floor.",
            "There is water under the table.",
            "The dog was in the kitchen.",
            "The boxes fell all over the room.",
            "Somebody spilled milk on the carpet.",
            "My things are all over the room.",
            "The soup is on the wall.",
            "All the books fell down.",
            "There is glass on the carpet.",
            "The whole room is full of boxes.",
            "Somebody spilled paint on my papers."));
    m.put(
        TextTopic.EVENING,
        List.of(
            "It is getting dark outside.",
            "The sun is going down.",
            "We are alone here tonight.",
            "The lights went out in the street.",
            "It is quiet in the house tonight.",
            "Dinner is on the stove.",
            "I can hear the wind tonight.",
            "The night is coming early.",
            "The moon is over the trees.",
            "I will sit by the window tonight.",
            "We eat dinner after dark.",
            "The street is empty at night.",
            "I turned off the lights.",
            "The evening has only begun."));
    m.put(
        TextTopic.NOTHING,
        List.of(
            "I don't know what to say.",
            "That is what I wanted to say.",
            "You can see it for yourself.",
            "I was just thinking about it.",
            "It is what it is.",
            "Let me tell you something.",
            "I have never seen it like this.",
            "We can talk about it later.",
            "You know how it goes.",
            "I said it before.",
            "Tell me what you think.",
            "That is all I can say.",
            "I want to ask you something.",
            "Did you hear what I said?"));
    return Collections.unmodifiableMap(m);
  }
}
