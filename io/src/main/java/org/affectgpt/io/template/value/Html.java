package org.affectgpt.io.template.value;

/** What templates do with HTML: escaping, and taking tags away. */
public final class Html {
  private Html() {}

  /** Markup as it is; of other text {@code & < > ' "} by their names. */
  public static Text escape(Text text, Budget budget) {
    if (text.isMarkup()) {
      return text;
    }
    TextBuilder out = new TextBuilder(budget);
    for (int i = 0; i < text.length(); i++) {
      String name =
          switch (text.at(i)) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\'' -> "&#39;";
            case '"' -> "&#34;";
            default -> "";
          };
      if (name.isEmpty()) {
        out.marked(text.marked(i));
      } else {
        out.add(name, text.marked(i));
      }
    }
    return out.text().asMarkup(true);
  }
}
