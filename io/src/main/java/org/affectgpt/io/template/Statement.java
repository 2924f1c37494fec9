package org.affectgpt.io.template;

import java.util.List;
import java.util.Set;
import org.affectgpt.io.template.value.Text;
import org.jspecify.annotations.Nullable;

/** What a template does. */
sealed interface Statement {
  /** Where it begins. */
  int line();

  /** Text as it stands. */
  record Data(int line, Text text) implements Statement {}

  /** {@code {{ a }}}, or {@code {% print a %}}. */
  record Print(int line, Expression value) implements Statement {}

  /** Tests and what is done for the first that holds. */
  record If(
      int line, List<Expression> tests, List<List<Statement>> bodies, List<Statement> otherwise)
      implements Statement {}

  /** {@code {% for target in items if test recursive %}}. */
  record For(
      int line,
      Target target,
      Expression items,
      @Nullable Expression test,
      boolean recursive,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  /** {@code {% set target = value %}}. */
  record Assign(int line, Target target, Expression value) implements Statement {}

  /** {@code {% set target %}...{% endset %}}; the filter is given what {@link #BODY} names. */
  record AssignBlock(int line, Target target, Expression filter, List<Statement> body)
      implements Statement {}

  /** {@code {% filter f %}...{% endfilter %}}; the filter is given what {@link #BODY} names. */
  record FilterBlock(int line, Expression filter, List<Statement> body) implements Statement {}

  /** {@code {% macro name(...) %}}. */
  record Macro(int line, Procedure procedure) implements Statement {}

  /** {@code {% call(...) f() %}}: the body is the macro {@code caller}. */
  record CallBlock(int line, Procedure caller, Expression.Call call) implements Statement {}

  /** {@code {% with a = 1 %}}. */
  record With(int line, List<Target> targets, List<Expression> values, List<Statement> body)
      implements Statement {}

  /** A body with variables of its own: {@code generation}. */
  record Scoped(int line, List<Statement> body) implements Statement {}

  /** {@code {% block name %}}: outside of inheritance, a body that sees only the outermost. */
  record Block(int line, boolean scoped, List<Statement> body) implements Statement {}

  /** {@code {% break %}}, {@code {% continue %}}. */
  record Jump(int line, boolean out) implements Statement {}

  /** A tag that Jinja has and this does not, in case it is reached. */
  record Refused(int line, String tag) implements Statement {}

  /** The variable that holds a block's text for its filter; no template can write it. */
  String BODY = " body";

  /**
   * A macro's head and body.
   *
   * @param defaults of the last of the parameters
   * @param asked which of {@code varargs}, {@code kwargs} and {@code caller} the body names
   */
  record Procedure(
      String name,
      List<String> parameters,
      List<Expression> defaults,
      Set<String> asked,
      List<Statement> body) {}
}
