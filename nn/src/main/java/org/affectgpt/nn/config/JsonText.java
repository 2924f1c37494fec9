package org.affectgpt.nn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.Consumer;
import org.affectgpt.tensor.InputException;

/**
 * JSON as Python's {@code json} reads it: {@code NaN}, {@code Infinity} and {@code -Infinity} are
 * numbers, and of a key given twice the last value counts. What is not JSON is one line with file,
 * line and column.
 */
public final class JsonText {
  /** Objects and lists in each other: more than any file of a model has. */
  private static final int DEEPEST = 200;

  private static final String POINTER = "version https://git-lfs.github.com/spec/";
  private static final Map<String, JsonNode> WORDS =
      Map.of(
          "true", BooleanNode.TRUE,
          "false", BooleanNode.FALSE,
          "null", NullNode.instance,
          "NaN", JsonNumber.of(Double.NaN),
          "Infinity", JsonNumber.of(Double.POSITIVE_INFINITY));
  private static final Map<String, String> PYTHON =
      Map.of("True", "true", "False", "false", "None", "null", "nan", "NaN", "inf", "Infinity");

  private final String text;
  private final String source;
  private final Consumer<String> note;
  private int at;

  private JsonText(String text, String source, Consumer<String> note) {
    this.text = text;
    this.source = source;
    this.note = note;
  }

  /**
   * @param source names the file in messages
   * @throws InputException naming file, line and column
   */
  public static JsonNode parse(String text, String source) {
    return parse(text, source, line -> {});
  }

  /**
   * @param note hears of keys that are given twice with different values, one line each
   */
  public static JsonNode parse(String text, String source, Consumer<String> note) {
    if (text.startsWith("\uFEFF")) {
      throw new InputException(
          source + ": begins with a byte order mark, which JSON has not; save it as plain UTF-8");
    }
    if (text.startsWith(POINTER)) {
      throw new InputException(
          source + ": is a Git LFS pointer, not the file itself; fetch it with git lfs pull");
    }
    return new JsonText(text, source, note).whole();
  }

  private JsonNode whole() {
    skip();
    if (at == text.length()) {
      throw new InputException(source + ": is empty; the file is damaged");
    }
    JsonNode node = value(0);
    skip();
    if (at < text.length()) {
      throw wrong("the JSON value ends before this, but " + seen() + " follows");
    }
    return node;
  }

  private JsonNode value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("lists and objects lie in each other deeper than " + DEEPEST);
    }
    if (at == text.length()) {
      throw wrong("a value is missing, the file ends; it is damaged");
    }
    char c = text.charAt(at);
    if (c == '{') {
      return object(depth);
    }
    if (c == '[') {
      return array(depth);
    }
    if (c == '"') {
      return TextNode.valueOf(string());
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
      return number();
    }
    return word();
  }

  private ObjectNode object(int depth) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    at++;
    skip();
    if (taken('}')) {
      return node;
    }
    do {
      skip();
      if (at == text.length() || text.charAt(at) != '"') {
        throw wrong("a key in double quotes is expected, not " + seen());
      }
      int start = at;
      String key = string();
      skip();
      if (!taken(':')) {
        throw wrong("a colon is expected after a key, not " + seen());
      }
      skip();
      JsonNode value = value(depth + 1);
      JsonNode before = node.replace(key, value);
      if (before != null && !before.equals(value)) {
        note.accept(
            source
                + ": line "
                + line(start)
                + ": key "
                + shown(key)
                + " is given twice; the last value counts, as in Python");
      }
      skip();
    } while (taken(','));
    close('}');
    return node;
  }

  private ArrayNode array(int depth) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    at++;
    skip();
    if (taken(']')) {
      return node;
    }
    do {
      skip();
      node.add(value(depth + 1));
      skip();
    } while (taken(','));
    close(']');
    return node;
  }

  private void close(char end) {
    if (!taken(end)) {
      throw wrong("a comma or " + end + " is expected, not " + seen());
    }
  }

  private String string() {
    StringBuilder all = new StringBuilder();
    int start = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c < ' ') {
        throw wrong("a string holds a line break or another control character");
      }
      at++;
      all.append(c == '\\' ? escape() : c);
    }
    if (at == text.length()) {
      at = start;
      throw wrong("a string has no end; the file is damaged");
    }
    at++;
    return all.toString();
  }

  private char escape() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("a backslash is followed by none of \" \\ / b f n r t u");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? hex(text.charAt(at)) : -1;
      if (digit < 0) {
        throw wrong("four hexadecimal digits are expected after \\u");
      }
      value = 16 * value + digit;
      at++;
    }
    return (char) value;
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private JsonNode number() {
    int start = at;
    if (text.startsWith("-Infinity", at)) {
      at += 9;
      return JsonNumber.of(Double.NEGATIVE_INFINITY);
    }
    while (at < text.length() && JsonNumber.belongs(text.charAt(at))) {
      at++;
    }
    JsonNode node = JsonNumber.parse(text.substring(start, at));
    if (node == null) {
      String token = text.substring(start, at);
      at = start;
      throw wrong(shown(token) + " is no number in JSON");
    }
    return node;
  }

  private JsonNode word() {
    int end = at;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    String word = text.substring(at, end);
    JsonNode node = WORDS.get(word);
    if (node == null) {
      String python = PYTHON.get(word);
      throw wrong(
          python == null
              ? "a value is expected, not " + seen()
              : word + " is no JSON; write " + python);
    }
    at = end;
    return node;
  }

  private boolean taken(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skip() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private String seen() {
    if (at == text.length()) {
      return "the end of the file";
    }
    char c = text.charAt(at);
    if (c == '/' || c == '#') {
      return c + " (JSON has no comments)";
    }
    boolean closing = c == '}' || c == ']';
    int before = at - 1;
    while (before >= 0 && " \t\n\r".indexOf(text.charAt(before)) >= 0) {
      before--;
    }
    return closing && before >= 0 && text.charAt(before) == ','
        ? c + " after a comma"
        : shown(String.valueOf(c));
  }

  static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return "'" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "'";
  }

  private int line(int place) {
    return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
  }

  private InputException wrong(String what) {
    int column = at - text.lastIndexOf('\n', Math.max(0, at - 1));
    return new InputException(
        source + ": not valid JSON: line " + line(at) + ", column " + column + ": " + what);
  }
}
