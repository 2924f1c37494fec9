package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.model.ClipFeatures;
import org.affectgpt.model.PromptInput;
import org.affectgpt.model.PromptTokenizer;
import org.affectgpt.model.checkpoint.ModelSources;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.model.prompt.PromptMode;
import org.affectgpt.model.prompt.Question;
import org.affectgpt.tensor.InputException;

/**
 * Prompts of all modes, questions and targets of an {@code affectgpt} folder, and its tokenizer.
 */
record AffectGptPrompts(GoldenFolder folder, GoldenComparison comparison, ModelSources sources) {

  void check() {
    PromptTokenizer tokenizer =
        new PromptTokenizer(
            new HuggingFaceFolder(sources.llm()).requireTokenizer(), sources.config());
    JsonNode golden = folder.json("prompts.json");
    prompts(golden, tokenizer);
    targets(golden, tokenizer);
    modes(golden);
    if (folder.has("tokenizer_cases.json")) {
      tokens(tokenizer);
    }
  }

  private void tokens(PromptTokenizer tokenizer) {
    Set<Integer> special = special(tokenizer);
    int i = 0;
    for (JsonNode c : folder.json("tokenizer_cases.json")) {
      String name = "tokenizer." + i++;
      int[] ids = GoldenFolder.ints(c.path("ids"));
      Tokenizer words = tokenizer.tokenizer();
      comparison.equal(name + ".ids", ids, words.encode(c.path("text").asText()));
      comparison.equal(name + ".decoded", c.path("decoded").asText(), words.decode(ids, false));
      comparison.equal(
          name + ".decoded_skip",
          c.path("decoded_skip").asText(),
          words.decode(without(ids, special), false));
    }
  }

  /**
   * The tokens that the original leaves out: its slow tokenizer passes over those that it has given
   * a role, not over all that tokenizer.json marks as special.
   */
  private static Set<Integer> special(PromptTokenizer tokenizer) {
    Set<Integer> ids = new TreeSet<>(Set.of(tokenizer.bos(), tokenizer.eos()));
    PatchToken.texts().forEach(t -> ids.add(tokenizer.tokenizer().id(t)));
    return ids;
  }

  private static int[] without(int[] ids, Set<Integer> left) {
    return Arrays.stream(ids).filter(id -> !left.contains(id)).toArray();
  }

  private void prompts(JsonNode golden, PromptTokenizer tokenizer) {
    List<String> questions =
        golden.path("targets").valueStream().map(t -> t.path("question").asText()).toList();
    int i = 0;
    for (JsonNode p : golden.path("prompts")) {
      PromptMode mode = PromptMode.of(p.path("face_or_frame").asText());
      String subtitle = p.path("subtitle").asText();
      String wanted = p.path("prompt").asText();
      // the questions themselves are compared as targets; here it matters which one was asked
      String question =
          questions.stream()
              .filter(q -> wanted.contains(" " + q + " ###Assistant"))
              .reduce("", (a, b) -> a.length() >= b.length() ? a : b);
      String name = "prompts." + i++ + "." + mode.key();
      comparison.equal(name, wanted, mode.prompt(subtitle, question));
      PromptInput input =
          new PromptInput(mode, subtitle, question, new ClipFeatures(null, null, null));
      comparison.equal(
          name + ".ids", GoldenFolder.ints(p.path("token_ids")), tokenizer.prompt(input));
    }
  }

  private void targets(JsonNode golden, PromptTokenizer tokenizer) {
    JsonNode sample = golden.path("sample");
    Map<String, String> questions =
        Map.of(
            "description", Question.DESCRIPTION,
            "ovlabel", Question.OV_LABEL,
            "onehot_wo_candidates", Question.ONE_HOT,
            "sentiment", Question.SENTIMENT,
            "onehot_w_candidates", Question.oneHotOf(golden.path("candidate_labels").asText()),
            "valence",
                Question.valence(
                    golden.path("minval").asDouble(), golden.path("maxval").asDouble()));
    List<String> labels = List.of(sample.path("ovlabel").asText().split(", "));
    Map<String, String> answers =
        Map.of(
            "ovlabel", Question.ovLabelAnswer(labels),
            "valence", Question.valenceAnswer(sample.path("valence").asDouble()));
    int i = 0;
    for (JsonNode t : golden.path("targets")) {
      String type = t.path("question_type").asText();
      String name = "targets." + i++ + "." + type;
      String question = t.path("question").asText();
      String answer = t.path("answer").asText();
      comparison.equal(name + ".question", question, questions.getOrDefault(type, question));
      comparison.equal(name + ".answer", answer, answers.getOrDefault(type, answer));
      comparison.equal(
          name + ".ids", GoldenFolder.ints(t.path("target_ids")), tokenizer.target(answer));
    }
  }

  private void modes(JsonNode golden) {
    for (PromptMode mode : PromptMode.values()) {
      Set<String> media =
          mode.media().stream()
              .map(p -> p.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> wanted = new TreeSet<>();
      golden.path("needed_data").path(mode.key()).forEach(n -> wanted.add(n.asText()));
      comparison.equal("needed_data." + mode.key(), wanted.toString(), media.toString());
      boolean refused = !golden.path("subtitle_none").path(mode.key()).asText().equals("ok");
      comparison.equal(
          "subtitle_none." + mode.key(), refused ? "refused" : "ok", withoutSubtitle(mode));
    }
  }

  private static String withoutSubtitle(PromptMode mode) {
    try {
      mode.prompt(null, "?");
      return "ok";
    } catch (InputException e) {
      return "refused";
    }
  }
}
