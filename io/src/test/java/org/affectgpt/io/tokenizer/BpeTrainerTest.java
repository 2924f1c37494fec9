package org.affectgpt.io.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges learned by the {@code tokenizers} library from the same texts. */
class BpeTrainerTest {
  @TempDir Path folder;

  private static JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(TokenizerReferenceTest.resource(name).toFile());
  }

  private static List<String> corpus() throws Exception {
    List<String> texts = new ArrayList<>();
    json("corpus.json").forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private JsonNode merges(Tokenizer tokenizer) throws Exception {
    Path file = folder.resolve("tokenizer.json");
    tokenizer.save(file);
    return new ObjectMapper().readTree(file.toFile()).path("model").path("merges");
  }

  @Test
  void learnsTheSameMerges() throws Exception {
    Tokenizer qwen2 = BpeTrainer.ofSize(420).train(corpus());
    assertEquals(json("qwen2.merges.json"), merges(qwen2));
    Tokenizer gpt2 =
        BpeTrainer.ofSize(2000).minFrequency(1).pattern(RegexSplit.GPT2).train(corpus());
    assertEquals(json("gpt2.merges.json"), merges(gpt2));
  }

  @Test
  void doesNotDependOnTheOrderOfTheTexts() throws Exception {
    BpeTrainer trainer = BpeTrainer.ofSize(400).special(List.of("<|end|>"));
    trainer.train(corpus()).save(folder.resolve("a.json"));
    trainer.train(corpus().reversed()).save(folder.resolve("b.json"));
    assertEquals(-1, Files.mismatch(folder.resolve("a.json"), folder.resolve("b.json")));
  }

  @Test
  void specialTokensComeLast() {
    Tokenizer t = BpeTrainer.ofSize(260).special(List.of("<a>", "<b>")).train(List.of("xyxyxy"));
    assertEquals(260, t.vocabSize());
    assertEquals(258, t.id("<a>"));
    assertEquals(1, t.encode("<b>").length);
    assertTrue(t.id("xy") >= 256 && t.id("xyxy") == 257);
    assertThrows(IllegalArgumentException.class, () -> BpeTrainer.ofSize(255).train(List.of()));
  }
}
