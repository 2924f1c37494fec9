package org.affectgpt.io.template.value;

/** What Python says of code points. */
public final class Characters {
  /** Ideographs with a value in Unihan: numbers to Python, not to Java. */
  private static final String IDEOGRAPHS =
      "\u3405\u3483\u382a\u3b4d\u4e00\u4e03\u4e07\u4e09\u4e5d\u4e8c\u4e94\u4e96\u4ebf"
          + "\u4ec0\u4edf\u4ee8\u4f0d\u4f70\u5104\u5146\u5169\u516b\u516d\u5341\u5343\u5344"
          + "\u5345\u534c\u53c1\u53c2\u53c3\u53c4\u56db\u58f1\u58f9\u5e7a\u5efe\u5eff\u5f0c"
          + "\u5f0d\u5f0e\u5f10\u62fe\u634c\u67d2\u6f06\u7396\u767e\u8086\u842c\u8cae\u8cb3"
          + "\u8d30\u9621\u9646\u964c\u9678\u96f6\uf96b\uf973\uf978\uf9b2\uf9d1\uf9d3\uf9fd"
          + "\ud840\udc01\ud840\udc64\ud840\udce2\ud840\udd21\ud842\udd2a\ud842\udd83"
          + "\ud842\udd8c\ud842\udd9c\ud842\udeea\ud842\udefd\ud842\udf19\ud848\udf90"
          + "\ud84a\udd98\ud84e\udf1b\ud858\ude6d\ud87e\udc90";

  private Characters() {}

  /** {@code str.isspace}, and {@code \s} of its regular expressions. */
  public static boolean isSpace(int c) {
    return (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || (c >= 0xa0 && Character.isSpaceChar(c));
  }

  /** {@code str.isprintable}, without the space. */
  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  static boolean isAlpha(int c) {
    return Character.isLetter(c);
  }

  static boolean isDecimal(int c) {
    return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  /** {@code str.isdigit}: decimal digits, and those in raised, lowered or circled form. */
  static boolean isDigit(int c) {
    return isDecimal(c)
        || c == 0xb2
        || c == 0xb3
        || c == 0xb9
        || (c >= 0x1369 && c <= 0x1371)
        || c == 0x19da
        || c == 0x2070
        || (c >= 0x2074 && c <= 0x2079)
        || (c >= 0x2080 && c <= 0x2089)
        || (c >= 0x2460 && c <= 0x2468)
        || (c >= 0x2474 && c <= 0x247c)
        || (c >= 0x2488 && c <= 0x2490)
        || c == 0x24ea
        || (c >= 0x24f5 && c <= 0x24fd)
        || c == 0x24ff
        || (c >= 0x2776 && c <= 0x277e)
        || (c >= 0x2780 && c <= 0x2788)
        || (c >= 0x278a && c <= 0x2792)
        || (c >= 0x10a40 && c <= 0x10a43)
        || (c >= 0x10e60 && c <= 0x10e68)
        || (c >= 0x11052 && c <= 0x1105a)
        || (c >= 0x1f100 && c <= 0x1f10a);
  }

  static boolean isNumeric(int c) {
    int type = Character.getType(c);
    return isDigit(c)
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER
        || IDEOGRAPHS.indexOf(c) >= 0;
  }

  static boolean isUpper(int c) {
    return Character.isUpperCase(c);
  }

  static boolean isLower(int c) {
    return Character.isLowerCase(c);
  }

  static boolean isTitle(int c) {
    return Character.isTitleCase(c);
  }

  static boolean isCased(int c) {
    return isUpper(c) || isLower(c) || isTitle(c);
  }

  /** {@code \w} of Python's regular expressions. */
  static boolean isWord(int c) {
    return c == '_' || isAlpha(c) || isNumeric(c);
  }

  /** Where {@code str.splitlines} cuts. */
  static boolean isLineBreak(int c) {
    return (c >= 0x0a && c <= 0x0d)
        || (c >= 0x1c && c <= 0x1e)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }
}
