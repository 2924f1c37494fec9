package org.affectgpt.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes markup that is HTML and well-formed XML at once, SVG included. All text and attribute
 * values are escaped here and nowhere else.
 */
final class Markup {
  /** Elements that HTML, or SVG inside HTML, closes by itself. */
  private static final Set<String> EMPTY =
      Set.of("meta", "img", "br", "path", "line", "circle", "rect");

  /** Inline elements: a line break after them would show as a space. */
  private static final Set<String> INLINE = Set.of("span", "b", "em", "a", "q", "text", "code");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String tag, String... attributes) {
    start(tag, attributes);
    if (EMPTY.contains(tag)) {
      throw new IllegalArgumentException("<" + tag + "> has no content");
    }
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element opened last. */
  Markup close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    if (!INLINE.contains(tag)) {
      out.append('\n');
    }
    return this;
  }

  /** Writes an element without content. */
  Markup empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append(EMPTY.contains(tag) ? "/>" : "></" + tag + ">");
    return this;
  }

  /** Writes an element with text in it. */
  Markup leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  Markup text(String text) {
    escape(text, out);
    return this;
  }

  /** Writes a style sheet, which is no user's text and must not need escaping. */
  Markup style(String css) {
    if (css.indexOf('<') >= 0 || css.indexOf('&') >= 0) {
      throw new IllegalArgumentException("a style sheet with '<' or '&' is not XML");
    }
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  private void start(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("<" + tag + ">: an attribute has no value");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], out);
      out.append('"');
    }
  }

  /** Characters that XML 1.0 cannot hold (controls, lone surrogates) become U+FFFD. */
  private static void escape(String text, StringBuilder out) {
    for (int i = 0, code; i < text.length(); i += Character.charCount(code)) {
      code = text.codePointAt(i);
      switch (code) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.appendCodePoint(isXml(code) ? code : 0xFFFD);
      }
    }
  }

  private static boolean isXml(int code) {
    if (code < 0x20) {
      return code == '\t' || code == '\n' || code == '\r';
    }
    boolean surrogate = code >= 0xD800 && code <= 0xDFFF;
    return !surrogate && code != 0xFFFE && code != 0xFFFF;
  }

  /** What was written; every element must be closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("<" + open.peek() + "> is not closed");
    }
    return out.toString();
  }
}
