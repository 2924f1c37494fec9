package org.affectgpt.test.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
class GoldenFoldersTest {
  private static final Path SMALL = Path.of("src/test/resources/golden");

  /** Kinds that {@code verify} does not check yet. */
  private static final Set<String> SKIPPED = Set.of("grpo", "grpo_run", "sft_run");

  private final Verifier verifier = new Verifier(Backends.open("cpu", 2));

  /** A shared folder that is absent stays in the list, so that its test is seen to be skipped. */
  static Stream<Path> folders() {
    return Stream.of(SMALL, Path.of("../../shared/golden"), Path.of("../../shared/golden-more"))
        .flatMap(
            root -> Files.isDirectory(root) ? GoldenFolder.find(root).stream() : Stream.of(root));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everythingIsWithinItsBound(Path folder) {
    assumeTrue(Files.isDirectory(folder), () -> folder + " is not here");
    Verdict verdict = verifier.verify(folder);
    List<TensorError> failing = verdict.errors().stream().filter(e -> !e.ok()).toList();
    assertEquals(List.of(), failing);
    assertEquals(SKIPPED.contains(verdict.kind()), verdict.skipped());
  }

  @Test
  void ourOwnFoldersAreOfManyKinds() {
    Set<String> kinds =
        GoldenFolder.find(SMALL).stream()
            .map(GoldenFolder::open)
            .map(GoldenFolder::kind)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "affectgpt",
            "bert",
            "clip",
            "clip_preprocess",
            "gguf",
            "grpo",
            "hubert",
            "optim",
            "qformer",
            "qwen2",
            "qwen2_bf16",
            "qwen2_lora",
            "qwen2_tied",
            "qwen3",
            "sampling",
            "tokenizer"),
        kinds);
  }
}
