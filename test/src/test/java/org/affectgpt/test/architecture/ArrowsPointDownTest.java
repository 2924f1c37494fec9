package org.affectgpt.test.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The arrows of the design: modules depend downward only. */
@AnalyzeClasses(packages = "org.affectgpt", importOptions = MainClasses.class)
class ArrowsPointDownTest {
  private static final String[] APPLICATION = {
    "org.affectgpt.cli..",
    "org.affectgpt.config..",
    "org.affectgpt.corpus..",
    "org.affectgpt.data..",
    "org.affectgpt.demo..",
    "org.affectgpt.emotion..",
    "org.affectgpt.eval..",
    "org.affectgpt.infer..",
    "org.affectgpt.model..",
    "org.affectgpt.report..",
    "org.affectgpt.tools..",
    "org.affectgpt.train..",
  };

  @ArchTest
  static final ArchRule MODULES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tensor")
          .definedBy("org.affectgpt.tensor..")
          .layer("nn")
          .definedBy("org.affectgpt.nn..")
          .layer("io")
          .definedBy("org.affectgpt.io..")
          .optionalLayer("kernels")
          .definedBy("org.affectgpt.kernels..")
          .layer("grpo")
          .definedBy("org.affectgpt.grpo..")
          .layer("affectgpt")
          .definedBy(APPLICATION)
          .whereLayer("affectgpt")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("grpo")
          .mayOnlyBeAccessedByLayers("affectgpt")
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers("affectgpt")
          .whereLayer("kernels")
          .mayOnlyBeAccessedByLayers("affectgpt")
          .whereLayer("nn")
          .mayOnlyBeAccessedByLayers("grpo", "io", "affectgpt")
          .whereLayer("tensor")
          .mayOnlyBeAccessedByLayers("nn", "grpo", "io", "kernels", "affectgpt");

  @ArchTest
  static final ArchRule NO_UTILS =
      ArchRuleDefinition.noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper");

  @ArchTest
  static final ArchRule NO_STATIC_MUTABLE_STATE =
      ArchRuleDefinition.fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .because("state lives in objects");

  @ArchTest
  static final ArchRule GRPO_KNOWS_NO_EMOTIONS =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAPackage("org.affectgpt.grpo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.affectgpt.io..", "org.affectgpt.emotion..");
}
