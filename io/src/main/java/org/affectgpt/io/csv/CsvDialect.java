package org.affectgpt.io.csv;

/**
 * How a table separates its fields: by the comma, unless its header has none but semicolons, tabs
 * or bars, as spreadsheets write them where the comma stands in numbers. A first line {@code sep=;}
 * says it, as Excel reads it.
 *
 * @param separator the character between fields
 * @param start where the header begins
 * @param line which line that is, from 1
 */
record CsvDialect(char separator, int start, long line) {
  private static final String OTHERS = ";\t|";
  private static final String TOLD = "sep=";

  static CsvDialect of(String text) {
    if (text.regionMatches(true, 0, TOLD, 0, TOLD.length())) {
      int end = TOLD.length() + 1;
      if (end <= text.length() && (end == text.length() || isEnd(text.charAt(end)))) {
        return new CsvDialect(text.charAt(TOLD.length()), afterLine(text, end), 2);
      }
    }
    int[] counts = new int[OTHERS.length()];
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!quoted && isEnd(c) && any) {
        break;
      }
      any |= !isEnd(c) && !Character.isWhitespace(c);
      quoted ^= c == '"';
      if (!quoted && c == ',') {
        return new CsvDialect(',', 0, 1);
      }
      int other = OTHERS.indexOf(c);
      if (!quoted && other >= 0) {
        counts[other]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return new CsvDialect(counts[best] > 0 ? OTHERS.charAt(best) : ',', 0, 1);
  }

  private static boolean isEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static int afterLine(String text, int end) {
    int at = end;
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    return at;
  }
}
