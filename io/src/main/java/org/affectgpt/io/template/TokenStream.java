package org.affectgpt.io.template;

import java.util.List;

/** The pieces of a template, read in order. */
final class TokenStream {
  private static final int DEEPEST = 100;
  private final List<Token> tokens;
  private int at;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(at);
  }

  /** The one behind the current. */
  Token look() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  /** Reads the current one. */
  Token next() {
    Token token = current();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean skipName(String name) {
    boolean here = current().isName(name);
    if (here) {
      next();
    }
    return here;
  }

  boolean skipOperator(String operator) {
    boolean here = current().isOperator(operator);
    if (here) {
      next();
    }
    return here;
  }

  Token expect(Token.Kind kind, String what) {
    if (current().kind() != kind) {
      throw fault("expected " + what + ", got " + current().shown());
    }
    return next();
  }

  String expectName() {
    return expect(Token.Kind.NAME, "a name").text();
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw fault("expected '" + name + "', got " + current().shown());
    }
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw fault("expected '" + operator + "', got " + current().shown());
    }
  }

  SyntaxFault fault(String message) {
    return new SyntaxFault(current().line(), message);
  }

  /** One level deeper, until {@link #leave}. */
  void enter() {
    if (++depth > DEEPEST) {
      throw fault("is nested more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
