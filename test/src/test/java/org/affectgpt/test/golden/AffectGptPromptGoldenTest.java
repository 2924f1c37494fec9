package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.affectgpt.config.ConfigFile;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.AffectGptConfig;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prompts, targets and their ids against the original's data set code. */
class AffectGptPromptGoldenTest {
  static Stream<String> sources() {
    return AffectGptGolden.sources();
  }

  private static PromptTokenizer tokenizer(String source, JsonNode golden) {
    List<String> copies = new ArrayList<>();
    golden
        .get("num_query_tokens")
        .properties()
        .forEach(e -> copies.add("num_" + e.getKey() + "_query_token=" + e.getValue()));
    AffectGptConfig config = new ConfigFile().read(List.of(), copies, AffectGptConfig.class);
    return new PromptTokenizer(Tokenizer.load(AffectGptGolden.tokenizer(source)), config);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void promptsOfAllModes(String source) {
    JsonNode golden = AffectGptGolden.prompts(source);
    PromptTokenizer tokenizer = tokenizer(source, golden);
    Set<String> modes = new TreeSet<>();
    for (JsonNode p : golden.get("prompts")) {
      PromptMode mode = PromptMode.of(p.get("face_or_frame").asText());
      modes.add(mode.key());
      String subtitle = p.get("subtitle").asText();
      String wanted = p.get("prompt").asText();
      String question =
          questions(golden, p.get("question_type").asText())
              .filter(q -> mode.prompt(subtitle, q).equals(wanted))
              .findFirst()
              .orElseThrow(() -> new AssertionError(wanted));
      PromptInput input =
          new PromptInput(mode, subtitle, question, new ClipFeatures(null, null, null));
      assertArrayEquals(ids(p.get("token_ids")), tokenizer.prompt(input), wanted);
    }
    assertEquals(PromptMode.values().length, modes.size());
  }

  private static Stream<String> questions(JsonNode golden, String type) {
    return golden
        .get("targets")
        .valueStream()
        .filter(t -> t.get("question_type").asText().equals(type))
        .map(t -> t.get("question").asText());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void questionsAndTargets(String source) {
    JsonNode golden = AffectGptGolden.prompts(source);
    PromptTokenizer tokenizer = tokenizer(source, golden);
    JsonNode sample = golden.get("sample");
    Map<String, String> ours =
        Map.of(
            "description", Question.DESCRIPTION,
            "ovlabel", Question.OV_LABEL,
            "onehot_wo_candidates", Question.ONE_HOT,
            "sentiment", Question.SENTIMENT,
            "onehot_w_candidates", Question.oneHotOf(golden.get("candidate_labels").asText()),
            "valence",
                Question.valence(golden.get("minval").asDouble(), golden.get("maxval").asDouble()));
    Map<String, String> answers =
        Map.of(
            "ovlabel", Question.ovLabelAnswer(List.of(sample.get("ovlabel").asText().split(", "))),
            "valence", Question.valenceAnswer(sample.get("valence").asDouble()));
    int seen = 0;
    for (JsonNode t : golden.get("targets")) {
      String type = t.get("question_type").asText();
      String question = t.get("question").asText();
      String answer = t.get("answer").asText();
      assertEquals(question, ours.getOrDefault(type, question));
      assertEquals(answer, answers.getOrDefault(type, answer));
      seen += ours.containsKey(type) ? 1 : 0;
      assertArrayEquals(ids(t.get("target_ids")), tokenizer.target(answer), answer);
    }
    assertEquals(ours.size(), seen);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void neededMediaAndSubtitles(String source) {
    JsonNode golden = AffectGptGolden.prompts(source);
    for (PromptMode mode : PromptMode.values()) {
      Set<String> media =
          mode.media().stream()
              .map(p -> p.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> wanted = new TreeSet<>();
      golden.get("needed_data").get(mode.key()).forEach(n -> wanted.add(n.asText()));
      assertEquals(wanted, media, mode.key());
      if (golden.get("subtitle_none").get(mode.key()).asText().equals("ok")) {
        assertTrue(mode.prompt(null, "?").endsWith(" ? ###Assistant: "));
      } else {
        InputException e = assertThrows(InputException.class, () -> mode.prompt(null, "?"));
        assertTrue(e.getMessage().startsWith("--subtitle: mode " + mode.key()), e.getMessage());
      }
    }
  }

  private static int[] ids(JsonNode array) {
    return Arrays.stream(new ObjectMapper().convertValue(array, int[].class)).toArray();
  }
}
