package org.affectgpt.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The long form: every target for the minutes that one asks for. What breaks a parser is left in
 * {@code test/target/fuzz}.
 *
 * <pre>mvn -B -q test -pl test -am -Dtest=FuzzEveryTargetTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Daffectgpt.fuzz.minutes=10</pre>
 */
@EnabledIfSystemProperty(
    named = "affectgpt.fuzz.minutes",
    matches = ".+",
    disabledReason = "fuzzing is done by hand, with -Daffectgpt.fuzz.minutes=10")
class FuzzEveryTargetTest {
  static Stream<String> targets() {
    return FuzzRegressionTest.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingBreaksIt(String name) throws Exception {
    double minutes = Double.parseDouble(System.getProperty("affectgpt.fuzz.minutes"));
    long seed = Long.getLong("affectgpt.fuzz.seed", System.nanoTime());
    Path out = Path.of("target/fuzz", name);
    boolean fine = Fuzz.run(FuzzTargets.named(name), out, minutes, seed, System.out);
    assertTrue(fine, () -> "see " + out.toAbsolutePath());
  }
}
