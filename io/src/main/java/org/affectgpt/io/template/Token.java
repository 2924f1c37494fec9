package org.affectgpt.io.template;

/**
 * A piece of a template.
 *
 * @param text what is written; of strings, what they stand for
 */
record Token(Kind kind, String text, int line) {
  /** What a piece is. */
  enum Kind {
    DATA,
    BLOCK_BEGIN,
    BLOCK_END,
    VARIABLE_BEGIN,
    VARIABLE_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  /** For messages. */
  String shown() {
    return switch (kind) {
      case BLOCK_BEGIN, BLOCK_END, VARIABLE_BEGIN, VARIABLE_END, NAME, OPERATOR, INTEGER, FLOAT ->
          "'" + text + "'";
      case STRING -> "a string";
      case DATA -> "text";
      case END -> "the end of the template";
    };
  }
}
