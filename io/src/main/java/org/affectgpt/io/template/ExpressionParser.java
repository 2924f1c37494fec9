package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads expressions by Jinja's grammar and precedence. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream in;
  private final OperandParser operands;

  ExpressionParser(TokenStream in, NamesSeen names) {
    this.in = in;
    this.operands = new OperandParser(in, names, this);
  }

  /** What stands without operators: names, literals, and what follows them. */
  OperandParser operands() {
    return operands;
  }

  /** An expression or, where a comma follows, a tuple. */
  Expression tuple(boolean conditional) {
    return tuple(false, () -> expression(conditional), () -> false);
  }

  /** The same before a word that may end it. */
  Expression tupleBefore(String end) {
    return tuple(false, () -> expression(false), () -> in.current().isName(end));
  }

  Expression tuple(boolean parentheses, Supplier<Expression> element, Supplier<Boolean> end) {
    List<Expression> items = new ArrayList<>();
    boolean tuple = false;
    while (true) {
      if (!items.isEmpty()) {
        in.expectOperator(",");
      }
      if (ends() || end.get()) {
        break;
      }
      items.add(element.get());
      if (!in.current().isOperator(",")) {
        break;
      }
      tuple = true;
    }
    if (!tuple && !items.isEmpty()) {
      return items.get(0);
    }
    if (!tuple && !parentheses) {
      throw in.fault("expected an expression, got " + in.current().shown());
    }
    return new Expression.Sequence(true, items);
  }

  private boolean ends() {
    Token.Kind kind = in.current().kind();
    return kind == Token.Kind.VARIABLE_END
        || kind == Token.Kind.BLOCK_END
        || in.current().isOperator(")");
  }

  Expression expression() {
    return expression(true);
  }

  private Expression expression(boolean conditional) {
    in.enter();
    Expression e = conditional ? conditional() : or();
    in.leave();
    return e;
  }

  private Expression conditional() {
    int line = in.current().line();
    Expression value = or();
    while (in.skipName("if")) {
      Expression test = or();
      Expression otherwise = in.skipName("else") ? expression(true) : null;
      value = new Expression.Conditional(line, test, value, otherwise);
      line = in.current().line();
    }
    return value;
  }

  private Expression or() {
    Expression left = and();
    while (in.skipName("or")) {
      left = new Expression.Logic(false, left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (in.skipName("and")) {
      left = new Expression.Logic(true, left, not());
    }
    return left;
  }

  private Expression not() {
    if (!in.skipName("not")) {
      return compare();
    }
    in.enter();
    Expression of = not();
    in.leave();
    return new Expression.Not(of);
  }

  private Expression compare() {
    List<Expression> operands = new ArrayList<>(List.of(sum()));
    List<String> operators = new ArrayList<>();
    while (true) {
      Token token = in.current();
      if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        operators.add(in.next().text());
      } else if (in.skipName("in")) {
        operators.add("in");
      } else if (token.isName("not") && in.look().isName("in")) {
        in.next();
        in.next();
        operators.add("not in");
      } else {
        return operators.isEmpty() ? operands.get(0) : new Expression.Compare(operands, operators);
      }
      operands.add(sum());
    }
  }

  private Expression sum() {
    return binary(this::concat, Set.of("+", "-"));
  }

  private Expression concat() {
    List<Expression> parts = new ArrayList<>(List.of(product()));
    while (in.skipOperator("~")) {
      parts.add(product());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Concat(parts);
  }

  private Expression product() {
    return binary(this::power, Set.of("*", "/", "//", "%"));
  }

  private Expression power() {
    return binary(() -> unary(true), Set.of("**"));
  }

  private Expression binary(Supplier<Expression> operand, Set<String> operators) {
    Expression left = operand.get();
    while (in.current().kind() == Token.Kind.OPERATOR && operators.contains(in.current().text())) {
      String operator = in.next().text();
      left = new Expression.Binary(operator, left, operand.get());
    }
    return left;
  }

  private Expression unary(boolean filters) {
    Expression e;
    if (in.current().isOperator("-") || in.current().isOperator("+")) {
      boolean minus = in.next().text().equals("-");
      in.enter();
      e = new Expression.Sign(minus, unary(false));
      in.leave();
    } else {
      e = operands.primary();
    }
    e = operands.postfix(e);
    return filters ? operands.filters(e) : e;
  }
}
