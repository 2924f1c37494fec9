package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tools.verify.GoldenFolder;
import org.affectgpt.tools.verify.TensorError;
import org.affectgpt.tools.verify.Verdict;
import org.affectgpt.tools.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden folder among our resources, and the shared ones where they are present. */
class VerifyGoldenTest {
  private static final Path SMALL = Path.of("src/test/resources/golden");
  private static final Path SHARED = Path.of("../../shared/golden");

  private final Verifier verifier = new Verifier(Backends.open("cpu", 2));

  static Stream<Path> folders() {
    return Stream.of(SMALL, SHARED)
        .filter(Files::isDirectory)
        .flatMap(root -> GoldenFolder.find(root).stream());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyTensorIsWithinItsBound(Path folder) {
    Verdict verdict = verifier.verify(folder);
    List<TensorError> failing = verdict.errors().stream().filter(e -> !e.ok()).toList();
    assertEquals(List.of(), failing);
    assertEquals(verdict.skipped(), verdict.errors().isEmpty());
  }

  @Test
  void ourOwnFoldersAreOfManyKinds() {
    Set<String> kinds =
        GoldenFolder.find(SMALL).stream()
            .map(verifier::verify)
            .filter(v -> !v.skipped())
            .map(Verdict::kind)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "clip",
            "clip_preprocess",
            "gguf",
            "hubert",
            "optim",
            "qformer",
            "qwen2",
            "qwen2_bf16",
            "qwen2_lora",
            "qwen2_tied",
            "sampling",
            "tokenizer"),
        kinds);
  }
}
