package org.affectgpt.io.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.template.value.Text;
import org.affectgpt.io.template.value.Value;
import org.jspecify.annotations.Nullable;

/** Reads names and literals, and the members, items, calls, filters and tests behind them. */
final class OperandParser {
  private static final Expression NONE = new Expression.Constant(Value.None.NONE);
  private static final int LONGEST_NUMBER = 4300;

  private final TokenStream in;
  private final NamesSeen names;
  private final ExpressionParser expressions;
  private final ArgumentParser arguments;
  private final Map<String, Expression> literals = new HashMap<>();

  OperandParser(TokenStream in, NamesSeen names, ExpressionParser expressions) {
    this.in = in;
    this.names = names;
    this.expressions = expressions;
    this.arguments = new ArgumentParser(in, expressions);
  }

  /** A name, a literal, or an expression in parentheses. */
  Expression primary() {
    Token token = in.next();
    switch (token.kind()) {
      case NAME -> {
        return name(token.text());
      }
      case STRING -> {
        StringBuilder all = new StringBuilder(token.text());
        while (in.current().kind() == Token.Kind.STRING) {
          all.append(in.next().text());
        }
        return literals.computeIfAbsent(
            all.toString(), text -> new Expression.Constant(Text.of(text)));
      }
      case INTEGER -> {
        return new Expression.Constant(new Value.Int(whole(token)));
      }
      case FLOAT -> {
        return new Expression.Constant(new Value.Real(Double.parseDouble(token.text())));
      }
      default -> {
        switch (token.text()) {
          case "(" -> {
            in.enter();
            Expression e = expressions.tuple(true, expressions::expression, () -> false);
            in.leave();
            in.expectOperator(")");
            return e;
          }
          case "[" -> {
            return new Expression.Sequence(false, list());
          }
          case "{" -> {
            return dict();
          }
          default -> throw new SyntaxFault(token.line(), "unexpected " + token.shown());
        }
      }
    }
  }

  private Expression name(String name) {
    return switch (name) {
      case "true", "True" -> new Expression.Constant(Value.Bool.TRUE);
      case "false", "False" -> new Expression.Constant(Value.Bool.FALSE);
      case "none", "None" -> NONE;
      default -> {
        names.read(name);
        yield new Expression.Name(name);
      }
    };
  }

  private static BigInteger whole(Token token) {
    String digits = token.text();
    if (digits.length() > LONGEST_NUMBER) {
      throw new SyntaxFault(token.line(), "a number of more than " + LONGEST_NUMBER + " digits");
    }
    char base = digits.length() > 1 ? Character.toLowerCase(digits.charAt(1)) : '0';
    return switch (base) {
      case 'x' -> new BigInteger(digits.substring(2), 16);
      case 'o' -> new BigInteger(digits.substring(2), 8);
      case 'b' -> new BigInteger(digits.substring(2), 2);
      default -> new BigInteger(digits);
    };
  }

  private List<Expression> list() {
    List<Expression> items = new ArrayList<>();
    while (!in.current().isOperator("]")) {
      if (!items.isEmpty()) {
        in.expectOperator(",");
        if (in.current().isOperator("]")) {
          break;
        }
      }
      items.add(expressions.expression());
    }
    in.expectOperator("]");
    return items;
  }

  private Expression dict() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!in.current().isOperator("}")) {
      if (!keys.isEmpty()) {
        in.expectOperator(",");
        if (in.current().isOperator("}")) {
          break;
        }
      }
      keys.add(expressions.expression());
      in.expectOperator(":");
      values.add(expressions.expression());
    }
    in.expectOperator("}");
    return new Expression.Dict(keys, values);
  }

  /** What follows a value: members, items, calls. */
  Expression postfix(Expression of) {
    Expression e = of;
    while (true) {
      if (in.current().isOperator(".")) {
        in.next();
        e = member(e);
      } else if (in.current().isOperator("[")) {
        in.next();
        e = item(e);
      } else if (in.current().isOperator("(")) {
        e = new Expression.Call(e, arguments.given());
      } else {
        return e;
      }
    }
  }

  private Expression member(Expression of) {
    Token token = in.next();
    if (token.kind() == Token.Kind.NAME) {
      return new Expression.Attribute(of, token.text());
    }
    if (token.kind() == Token.Kind.INTEGER) {
      return new Expression.Item(of, new Expression.Constant(new Value.Int(whole(token))));
    }
    throw new SyntaxFault(token.line(), "expected a name or number, got " + token.shown());
  }

  private Expression item(Expression of) {
    List<Expression> keys = new ArrayList<>();
    @Nullable Expression slice = null;
    while (!in.current().isOperator("]")) {
      if (!keys.isEmpty() || slice != null) {
        in.expectOperator(",");
      }
      Expression key = in.current().isOperator(":") ? NONE : expressions.expression();
      if (in.current().isOperator(":")) {
        slice = slice(of, key);
      } else {
        keys.add(key);
      }
    }
    if (slice != null && keys.isEmpty()) {
      in.next();
      return slice;
    }
    if (slice != null) {
      throw in.fault("a slice beside other keys is not supported");
    }
    in.expectOperator("]");
    return new Expression.Item(
        of, keys.size() == 1 ? keys.get(0) : new Expression.Sequence(true, keys));
  }

  private Expression slice(Expression of, Expression from) {
    in.expectOperator(":");
    Expression to = sliceEnds() || in.current().isOperator(":") ? NONE : expressions.expression();
    Expression step = NONE;
    if (in.skipOperator(":")) {
      step = sliceEnds() ? NONE : expressions.expression();
    }
    if (!in.current().isOperator("]")) {
      throw in.fault("expected ']', got " + in.current().shown());
    }
    return new Expression.Slice(of, from, to, step);
  }

  private boolean sliceEnds() {
    return in.current().isOperator("]") || in.current().isOperator(",");
  }

  Expression filters(Expression of) {
    Expression e = of;
    while (true) {
      if (in.current().isOperator("|")) {
        in.next();
        e = filter(e);
      } else if (in.current().isName("is")) {
        e = test(e);
      } else if (in.current().isOperator("(")) {
        e = new Expression.Call(e, arguments.given());
      } else {
        return e;
      }
    }
  }

  /** A filter's name and what it is given, behind the bar. */
  Expression filter(Expression of) {
    int line = in.current().line();
    String name = dotted();
    Expression.Given given =
        in.current().isOperator("(") ? arguments.given() : Expression.Given.NOTHING;
    return new Expression.Filter(line, of, name, given);
  }

  private String dotted() {
    StringBuilder name = new StringBuilder(in.expectName());
    while (in.skipOperator(".")) {
      name.append('.').append(in.expectName());
    }
    return name.toString();
  }

  private Expression test(Expression of) {
    int line = in.next().line();
    boolean negated = in.skipName("not");
    String name = dotted();
    Expression.Given given = Expression.Given.NOTHING;
    if (in.current().isOperator("(")) {
      given = arguments.given();
    } else if (beginsArgument()) {
      if (in.current().isName("is")) {
        throw in.fault("tests cannot be chained with 'is'");
      }
      given = new Expression.Given(List.of(postfix(primary())), Map.of(), null, null);
    }
    Expression test = new Expression.Test(line, of, name, given);
    return negated ? new Expression.Not(test) : test;
  }

  private boolean beginsArgument() {
    Token token = in.current();
    return switch (token.kind()) {
      case NAME -> !Set.of("else", "or", "and").contains(token.text());
      case STRING, INTEGER, FLOAT -> true;
      default -> token.isOperator("[") || token.isOperator("{");
    };
  }
}
