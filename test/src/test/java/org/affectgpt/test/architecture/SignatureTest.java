package org.affectgpt.test.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** No method, constructor or record has more than eight parameters. */
@AnalyzeClasses(packages = "org.affectgpt", importOptions = MainClasses.class)
class SignatureTest {
  private static final int MOST = 8;

  @ArchTest
  static final ArchRule AT_MOST_EIGHT_PARAMETERS = codeUnits().should(new FewParameters());

  private static final class FewParameters extends ArchCondition<JavaCodeUnit> {
    FewParameters() {
      super("have at most %d parameters", MOST);
    }

    @Override
    public void check(JavaCodeUnit unit, ConditionEvents events) {
      int written = unit.getRawParameterTypes().size() - added(unit);
      if (written > MOST && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)) {
        events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " has " + written));
      }
    }

    /** Parameters that the compiler added: name and ordinal of an enum, the outer object. */
    private static int added(JavaCodeUnit unit) {
      JavaClass owner = unit.getOwner();
      if (!(unit instanceof JavaConstructor)) {
        return 0;
      }
      if (owner.isEnum()) {
        return 2;
      }
      return owner.isInnerClass() || owner.isLocalClass() ? 1 : 0;
    }
  }
}
