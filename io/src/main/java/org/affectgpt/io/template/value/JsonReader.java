package org.affectgpt.io.template.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON as Python's {@code json.load} reads it, as values whose strings a user wrote: whole numbers
 * of any size, NaN and Infinity, the last of equal keys.
 */
public final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("(-?(?:0|[1-9][0-9]*))(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final int DEEPEST = 500;
  private static final int MOST_DIGITS = 4300;

  private final String json;
  private int at;
  private int depth;

  private JsonReader(String json) {
    this.json = json;
  }

  /**
   * Reads one value.
   *
   * @throws JsonFault naming line and column
   */
  public static Value read(String json) {
    JsonReader reader = new JsonReader(json);
    if (json.startsWith("\uFEFF")) {
      reader.at = 1;
    }
    Value value = reader.value();
    reader.space();
    if (reader.at < json.length()) {
      throw reader.fault("something stands behind the end of the value");
    }
    return value;
  }

  /** What is wrong with a JSON text, and where. */
  public static final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonFault(String message) {
      super(message, null, false, false);
    }
  }

  private JsonFault fault(String what) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < Math.min(at, json.length()); i++) {
      if (json.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new JsonFault(
        "line "
            + line
            + ", column "
            + (json.codePointCount(begin, Math.min(at, json.length())) + 1)
            + ": "
            + what);
  }

  private void space() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    space();
    boolean here = at < json.length() && json.charAt(at) == c;
    at += here ? 1 : 0;
    return here;
  }

  private Value value() {
    space();
    if (at == json.length()) {
      throw fault("a value is missing at the end");
    }
    if (++depth > DEEPEST) {
      throw fault("is nested more than " + DEEPEST + " deep");
    }
    Value value =
        switch (json.charAt(at)) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> Text.user(string());
          default -> word();
        };
    depth--;
    return value;
  }

  private Value object() {
    at++;
    DictValue.Builder dict = new DictValue.Builder();
    if (take('}')) {
      return dict.build();
    }
    do {
      space();
      if (at == json.length() || json.charAt(at) != '"') {
        throw fault("a key in double quotes is missing");
      }
      Text key = Text.user(string());
      if (!take(':')) {
        throw fault("a colon is missing behind the key");
      }
      dict.put(key, value());
    } while (take(','));
    if (!take('}')) {
      throw fault("a comma or } is missing");
    }
    return dict.build();
  }

  private Value array() {
    at++;
    List<Value> items = new ArrayList<>();
    if (take(']')) {
      return new ListValue(items);
    }
    do {
      items.add(value());
    } while (take(','));
    if (!take(']')) {
      throw fault("a comma or ] is missing");
    }
    return new ListValue(items);
  }

  private Value word() {
    for (String word : List.of("true", "false", "null", "NaN", "Infinity", "-Infinity")) {
      if (json.startsWith(word, at)) {
        at += word.length();
        return switch (word) {
          case "true" -> Value.Bool.TRUE;
          case "false" -> Value.Bool.FALSE;
          case "null" -> Value.None.NONE;
          case "NaN" -> new Value.Real(Double.NaN);
          default ->
              new Value.Real(
                  word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        };
      }
    }
    Matcher m = NUMBER.matcher(json).region(at, json.length());
    if (!m.lookingAt()) {
      throw fault("no value can begin like this");
    }
    if (m.group(2) != null || m.group(3) != null) {
      at = m.end();
      return new Value.Real(Double.parseDouble(m.group()));
    }
    if (m.group().length() > MOST_DIGITS) {
      throw fault("a number of more than " + MOST_DIGITS + " digits");
    }
    at = m.end();
    return new Value.Int(new BigInteger(m.group()));
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      if (at == json.length()) {
        throw fault("the text in quotes does not end");
      }
      char c = json.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c < 0x20) {
        throw fault("a control character within quotes; write it as an escape");
      }
      if (c == '\\') {
        out.append(escape());
      } else {
        out.append(c);
        at++;
      }
    }
  }

  private char escape() {
    char c = at + 1 < json.length() ? json.charAt(at + 1) : ' ';
    if (c == 'u') {
      String digits = at + 6 <= json.length() ? json.substring(at + 2, at + 6) : "";
      if (!digits.matches("[0-9a-fA-F]{4}")) {
        throw fault("four digits are missing behind \\u");
      }
      at += 6;
      return (char) Integer.parseInt(digits, 16);
    }
    int i = "\"\\/bfnrt".indexOf(c);
    if (i < 0) {
      throw fault("there is no such escape");
    }
    at += 2;
    return "\"\\/\b\f\n\r\t".charAt(i);
  }
}
