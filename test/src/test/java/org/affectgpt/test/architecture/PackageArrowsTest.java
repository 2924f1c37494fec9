package org.affectgpt.test.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** No circle between packages of any module, and no arrow that the table does not name. */
@AnalyzeClasses(packages = "org.affectgpt", importOptions = MainClasses.class)
class PackageArrowsTest {
  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices().matching("org.affectgpt.(**)").should().beFreeOfCycles();

  @ArchTest
  static void everyArrowIsInTheTable(JavaClasses classes) {
    List<String> wrong = PackageArrows.read().violations(arrows(classes));
    assertTrue(
        wrong.isEmpty(), () -> "arrows.txt and the code differ:\n" + String.join("\n", wrong));
  }

  @ArchTest
  static void theTableTellsWhatItMisses(JavaClasses classes) {
    PackageArrows table =
        new PackageArrows(
            Map.of("org.affectgpt.a", List.of("b", "c"), "org.affectgpt.e", List.of()));
    Map<String, Map<String, String>> real =
        Map.of(
            "org.affectgpt.a",
                Map.of("org.affectgpt.b.x", "A uses X", "org.affectgpt.d", "A uses D"),
            "org.affectgpt.f", Map.of());
    assertEquals(
        List.of(
            "org.affectgpt.a does not reach c any more",
            "org.affectgpt.a may not reach org.affectgpt.d, as A uses D",
            "org.affectgpt.e has a row but no classes",
            "org.affectgpt.f has no row"),
        table.violations(real).stream().sorted().toList());
  }

  /** For each package those that it reaches, each with a class of either side. */
  private static Map<String, Map<String, String>> arrows(JavaClasses classes) {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (JavaClass c : classes) {
      Map<String, String> reached = all.computeIfAbsent(c.getPackageName(), p -> new TreeMap<>());
      for (Dependency d : c.getDirectDependenciesFromSelf()) {
        JavaClass target = d.getTargetClass().getBaseComponentType();
        String to = target.getPackageName();
        if (to.startsWith("org.affectgpt.") && !to.equals(c.getPackageName())) {
          reached.putIfAbsent(to, c.getSimpleName() + " uses " + target.getSimpleName());
        }
      }
    }
    return all;
  }
}
