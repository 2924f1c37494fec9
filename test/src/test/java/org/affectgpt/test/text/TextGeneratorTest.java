package org.affectgpt.test.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.infer.text.GeneratedText;
import org.affectgpt.infer.text.GeneratedText.Finish;
import org.affectgpt.infer.text.TextGenerator;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.lora.Lora;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of small Qwen2, Llama and adapter folders against transformers and PEFT. */
class TextGeneratorTest {
  private static final int TOKENS = 24;

  private final Backend backend = Backends.open("cpu", 2);
  private final CounterRng rng = new CounterRng(7);

  private static TextGenerator generator(TextModel model, Sampling sampling, String... stops) {
    return new TextGenerator(model, sampling, model.defaults().eosIds(), List.of(stops), TOKENS);
  }

  private List<GeneratedText> run(TextGenerator g, List<int[]> prompts) {
    return g.generate(prompts, rng, (row, piece) -> {});
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "adapter", "llama3", "linear"})
  void greedyTextsEqualTheReference(String name) {
    TextCases cases = TextCases.of(name);
    TextModel model = TextModel.open(cases.model(), backend);
    for (int i = 0; i < cases.prompts().size(); i++) {
      assertArrayEquals(cases.promptIds().get(i), model.files().encode(cases.prompts().get(i)));
    }
    TextGenerator greedy = generator(model, Sampling.best());
    List<GeneratedText> batch = run(greedy, cases.promptIds());
    for (int i = 0; i < batch.size(); i++) {
      assertArrayEquals(cases.batch().get(i), batch.get(i).ids(), name + " " + i);
      assertEquals(cases.texts().get(i), batch.get(i).text());
      assertEquals(
          cases.batch().get(i).length < TOKENS ? Finish.EOS : Finish.LENGTH, batch.get(i).finish());
      int[] alone = run(greedy, List.of(cases.promptIds().get(i))).getFirst().ids();
      assertArrayEquals(cases.single().get(i), alone);
    }
    Sampling penalised = new Sampling(true, cases.penalty(), 1, 0, 1, 0);
    List<GeneratedText> other = run(generator(model, penalised), cases.promptIds());
    for (int i = 0; i < other.size(); i++) {
      assertArrayEquals(cases.penalised().get(i), other.get(i).ids(), name + " penalised " + i);
    }
  }

  @Test
  void aMergedAdapterWritesTheSame() {
    TextCases cases = TextCases.of("adapter");
    TextModel model = TextModel.open(cases.model(), backend);
    Lora.merge(model.decoder());
    List<GeneratedText> batch = run(generator(model, Sampling.best()), cases.promptIds());
    for (int i = 0; i < batch.size(); i++) {
      assertArrayEquals(cases.batch().get(i), batch.get(i).ids());
    }
  }

  @Test
  void piecesAreWholeCharactersAndMakeUpTheText() {
    TextCases cases = TextCases.of("qwen2");
    TextModel model = TextModel.open(cases.model(), backend);
    List<StringBuilder> heard = new ArrayList<>();
    cases.prompts().forEach(p -> heard.add(new StringBuilder()));
    List<GeneratedText> texts =
        generator(model, Sampling.best())
            .generate(
                cases.promptIds(),
                rng,
                (row, piece) -> {
                  assertFalse(Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
                  heard.get(row).append(piece);
                });
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(cases.texts().get(i), heard.get(i).toString());
    }
  }

  @Test
  void aStopStringOverSeveralTokensEndsItsTextOnly() {
    TextCases cases = TextCases.of("llama3");
    TextModel model = TextModel.open(cases.model(), backend);
    String full = cases.texts().get(1);
    // "veEi她" spans three tokens of the second text; the other never comes
    TextGenerator g = generator(model, Sampling.best(), "veEi她", "never there");
    StringBuilder heard = new StringBuilder();
    List<GeneratedText> texts =
        g.generate(
            cases.promptIds(),
            rng,
            (row, piece) -> {
              if (row == 1) {
                heard.append(piece);
              }
            });
    GeneratedText stopped = texts.get(1);
    assertEquals(full.substring(0, full.indexOf("veEi她")), stopped.text());
    assertEquals(stopped.text(), heard.toString());
    assertEquals(Finish.STOP, stopped.finish());
    assertArrayEquals(Arrays.copyOf(cases.batch().get(1), stopped.ids().length), stopped.ids());
    assertTrue(stopped.ids().length < 6, Arrays.toString(stopped.ids()));
    for (int i : new int[] {0, 2, 3}) {
      assertArrayEquals(cases.batch().get(i), texts.get(i).ids());
    }
  }

  @Test
  void sampledTextsDependOnTheSeedAndNotOnThreads() {
    TextCases cases = TextCases.of("qwen2");
    Sampling sampling = new Sampling(false, 1.1, 1.5, 100, 0.95, 0.001);
    List<int[]> first = sample(cases, sampling, backend, 1);
    try (Backend one = Backends.open("cpu", 1)) {
      List<int[]> again = sample(cases, sampling, one, 1);
      for (int i = 0; i < first.size(); i++) {
        assertArrayEquals(first.get(i), again.get(i));
      }
    }
    assertFalse(Arrays.equals(first.getFirst(), sample(cases, sampling, backend, 2).getFirst()));
  }

  private static List<int[]> sample(
      TextCases cases, Sampling sampling, Backend backend, long seed) {
    TextModel model = TextModel.open(cases.model(), backend);
    return generator(model, sampling)
        .generate(cases.promptIds(), new CounterRng(seed), (row, piece) -> {})
        .stream()
        .map(GeneratedText::ids)
        .toList();
  }

  @Test
  void textsEndWhereTheContextDoes() {
    TextCases cases = TextCases.of("qwen2");
    TextModel model = TextModel.open(cases.model(), backend);
    int[] prompt = new int[60];
    Arrays.fill(prompt, 7);
    GeneratedText text = run(generator(model, Sampling.best()), List.of(prompt)).getFirst();
    assertEquals(4, text.ids().length);
    assertEquals(Finish.LENGTH, text.finish());
  }
}
