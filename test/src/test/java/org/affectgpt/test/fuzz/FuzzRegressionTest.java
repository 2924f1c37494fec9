package org.affectgpt.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.tensor.CounterRng;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that once broke a parser, kept under {@code fuzz/TARGET}, and some fresh ones. */
class FuzzRegressionTest {
  @TempDir Path folder;

  static Stream<String> targets() {
    return FuzzTargets.all().stream().map(FuzzTarget::name);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatOnceBrokeItDoesNotAnyMore(String name) throws Exception {
    CaseRunner runner = new CaseRunner(FuzzTargets.named(name));
    List<String> faults = new ArrayList<>();
    URL kept = FuzzRegressionTest.class.getResource("/fuzz/" + name);
    if (kept != null) {
      try (Stream<Path> files = Files.list(Path.of(kept.toURI()))) {
        for (Path file : files.sorted().toList()) {
          CaseRunner.Outcome outcome = runner.run(file);
          if (outcome.fault() != null) {
            faults.add(file.getFileName() + ": " + outcome.fault());
          }
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void seedsAreReadAndMutationsEndWell(String name) throws Exception {
    FuzzTarget target = FuzzTargets.named(name);
    CaseRunner runner = new CaseRunner(target);
    List<byte[]> seeds = target.seeds();
    Mutator mutator = new Mutator(seeds, new CounterRng(11));
    int refused = 0;
    for (int i = 0; i < seeds.size() + 150; i++) {
      Path file = folder.resolve("case-" + i + target.suffix());
      Files.write(file, i < seeds.size() ? seeds.get(i) : mutator.next());
      CaseRunner.Outcome outcome = runner.run(file);
      assertEquals(null, outcome.fault(), file.toString());
      assertFalse(i < seeds.size() && outcome.refused(), "seed " + i);
      refused += outcome.refused() ? 1 : 0;
    }
    assertTrue(refused > 10, refused + " refused");
  }
}
