package org.affectgpt.io.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a call is given. */
final class ArgumentParser {
  private final TokenStream in;
  private final ExpressionParser expressions;

  ArgumentParser(TokenStream in, ExpressionParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /** From the opening parenthesis to the closing one. */
  Expression.Given given() {
    in.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Expression list = null;
    Expression dict = null;
    boolean comma = false;
    while (!in.current().isOperator(")")) {
      if (comma) {
        in.expectOperator(",");
        if (in.current().isOperator(")")) {
          break;
        }
      }
      comma = true;
      if (in.current().isOperator("*")) {
        ensure(list == null && dict == null);
        in.next();
        list = expressions.expression();
      } else if (in.current().isOperator("**")) {
        ensure(dict == null);
        in.next();
        dict = expressions.expression();
      } else if (in.current().kind() == Token.Kind.NAME && in.look().isOperator("=")) {
        ensure(dict == null);
        String name = in.next().text();
        in.next();
        ensure(named.put(name, expressions.expression()) == null);
      } else {
        ensure(list == null && dict == null && named.isEmpty());
        positional.add(expressions.expression());
      }
    }
    in.expectOperator(")");
    return new Expression.Given(positional, named, list, dict);
  }

  private void ensure(boolean fine) {
    if (!fine) {
      throw in.fault("the arguments of a call are in no order that Jinja allows");
    }
  }
}
