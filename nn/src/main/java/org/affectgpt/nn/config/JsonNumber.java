package org.affectgpt.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of JSON: whole ones of any size, and doubles. */
final class JsonNumber {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern REAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** Python refuses whole numbers of more digits. */
  private static final int MOST_DIGITS = 4300;

  private JsonNumber() {}

  static JsonNode of(double value) {
    return DoubleNode.valueOf(value);
  }

  /** Whether a character can be part of a number, or of a mistake for one. */
  static boolean belongs(char c) {
    return c == '+' || c == '-' || c == '.' || c == '_' || Character.isLetterOrDigit(c);
  }

  /** The number that a token spells, or null. */
  static @Nullable JsonNode parse(String token) {
    if (token.length() > MOST_DIGITS) {
      return null;
    }
    if (WHOLE.matcher(token).matches()) {
      BigInteger value = new BigInteger(token);
      return value.bitLength() < 32
          ? IntNode.valueOf(value.intValue())
          : value.bitLength() < 64
              ? LongNode.valueOf(value.longValue())
              : BigIntegerNode.valueOf(value);
    }
    return REAL.matcher(token).matches() ? of(Double.parseDouble(token)) : null;
  }
}
