package org.affectgpt.io.template.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Python's format specification: how wide, how precise, in which base.
 *
 * @param fill what stands in the room that is left
 * @param align one of {@code < > ^ =}, or 0 for the type's own
 * @param sign one of {@code + -} and space
 * @param alternate whether bases are told by {@code 0x} and their like
 * @param width at least so many characters
 * @param grouping {@code ,} or {@code _} between thousands, or 0
 * @param precision digits, or the longest text; -1 if left out
 * @param type the letter, or 0
 */
record FormatSpec(
    String fill,
    char align,
    char sign,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    char type) {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d{1,9})?([,_])?(?:\\.(\\d{1,9}))?([a-zA-Z%])?",
          Pattern.DOTALL);
  private static final int MOST_DIGITS = 1000;

  /** Reads what stands behind the colon of {@code {:>8.2f}}. */
  static FormatSpec of(String spec) {
    Matcher m = SPEC.matcher(spec);
    if (!m.matches()) {
      throw new TemplateFault("the format '" + spec + "' is not supported");
    }
    boolean zero = m.group(5) != null;
    return new FormatSpec(
        m.group(1) != null ? m.group(1) : zero && m.group(2) == null ? "0" : " ",
        m.group(2) != null ? m.group(2).charAt(0) : zero ? '=' : 0,
        letter(m.group(3), '-'),
        m.group(4) != null,
        number(m.group(6), 0),
        letter(m.group(7), (char) 0),
        number(m.group(8), -1),
        letter(m.group(9), (char) 0));
  }

  private static char letter(@Nullable String group, char otherwise) {
    return group == null ? otherwise : group.charAt(0);
  }

  private static int number(@Nullable String group, int otherwise) {
    return group == null ? otherwise : Integer.parseInt(group);
  }

  /** The value in this form. */
  Text format(Value value, Budget budget) {
    if (Numbers.isNumber(value) && !(value instanceof Value.Bool && type == 0)) {
      return number(value, budget);
    }
    if (value instanceof Text || value instanceof Value.Bool) {
      return text(Repr.str(value, budget), budget);
    }
    throw new TemplateFault("unsupported format string passed to " + value.type() + ".__format__");
  }

  private Text text(Text text, Budget budget) {
    if ((type != 0 && type != 's') || align == '=') {
      throw new TemplateFault("Unknown format code '" + type + "' for object of type 'str'");
    }
    Text cut = precision < 0 || precision >= text.length() ? text : text.sub(0, precision);
    return pad(cut, '<', budget);
  }

  private Text number(Value value, Budget budget) {
    BigInteger whole = Numbers.asInt(value);
    String kind = whole == null ? "eEfFgG%" : "bcdeEfFgGoxXn%";
    if (type != 0 && kind.indexOf(type) < 0) {
      throw new TemplateFault(
          "Unknown format code '" + type + "' for object of type '" + value.type() + "'");
    }
    boolean integer = whole != null && (type == 0 || "bcdoxXn".indexOf(type) >= 0);
    if (type == 'c' || type == 'n') {
      throw new TemplateFault("the format code '" + type + "' is not supported");
    }
    String digits;
    boolean minus;
    if (integer && whole != null) {
      minus = whole.signum() < 0;
      digits = digits(whole.abs());
    } else {
      double x = Numbers.toDouble(value);
      minus = x < 0 || (x == 0 && 1 / x < 0);
      digits = decimal(Math.abs(x));
    }
    String lead = minus ? "-" : sign == '-' ? "" : String.valueOf(sign);
    if (align == '=') {
      budget.make(width);
      int room = Math.max(0, width - lead.length() - digits.length());
      return Text.of(lead + fill.repeat(room) + digits);
    }
    return pad(Text.of(lead + digits), '>', budget);
  }

  private Text pad(Text text, char usual, Budget budget) {
    String side =
        switch (align == 0 ? usual : align) {
          case '<' -> "ljust";
          case '^' -> "middle";
          default -> "rjust";
        };
    if (side.equals("middle")) {
      int room = Math.max(0, width - text.length());
      Text left = TextMethods.pad(text, text.length() + room / 2, Text.of(fill), "rjust", budget);
      return TextMethods.pad(left, width, Text.of(fill), "ljust", budget);
    }
    return TextMethods.pad(text, width, Text.of(fill), side, budget);
  }

  private String digits(BigInteger x) {
    return switch (type) {
      case 'b' -> (alternate ? "0b" : "") + x.toString(2);
      case 'o' -> (alternate ? "0o" : "") + x.toString(8);
      case 'x' -> (alternate ? "0x" : "") + x.toString(16);
      case 'X' -> (alternate ? "0X" : "") + x.toString(16).toUpperCase(Locale.ROOT);
      default -> group(FloatText.repr(x));
    };
  }

  private String decimal(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      String name = FloatText.repr(x) + (type == '%' ? "%" : "");
      return Character.isUpperCase(type) ? name.toUpperCase(Locale.ROOT) : name;
    }
    if (precision > MOST_DIGITS) {
      throw new TemplateFault("formats a number to more than " + MOST_DIGITS + " digits");
    }
    int digits = precision < 0 ? 6 : precision;
    return switch (type) {
      case 0 -> group(precision < 0 ? FloatText.repr(x) : general(x, digits, true));
      case 'f', 'F' -> group(fixed(x, digits));
      case 'e' -> scientific(x, digits);
      case 'E' -> scientific(x, digits).toUpperCase(Locale.ROOT);
      case '%' -> group(fixed(x * 100, digits)) + "%";
      case 'G' -> group(general(x, digits, false).toUpperCase(Locale.ROOT));
      default -> group(general(x, digits, false));
    };
  }

  static String fixed(double x, int digits) {
    return new BigDecimal(x).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  static String scientific(double x, int digits) {
    BigDecimal rounded =
        x == 0
            ? BigDecimal.ZERO
            : new BigDecimal(x).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    String all = rounded.unscaledValue().toString();
    int exponent = x == 0 ? 0 : all.length() - rounded.scale() - 1;
    all = (all + "0".repeat(digits + 1)).substring(0, digits + 1);
    return all.charAt(0)
        + (digits > 0 ? "." + all.substring(1) : "")
        + "e"
        + FloatText.exponent(exponent);
  }

  /**
   * @param point whether a whole number keeps {@code .0}
   */
  static String general(double x, int precision, boolean point) {
    int digits = Math.max(1, precision);
    if (x == 0) {
      return point ? "0.0" : "0";
    }
    BigDecimal rounded = new BigDecimal(x).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= digits - (point ? 1 : 0)) {
      String text = scientific(x, digits - 1);
      int e = text.indexOf('e');
      String mantissa = text.substring(0, e);
      if (mantissa.contains(".")) {
        mantissa = mantissa.replaceAll("0+$", "").replaceAll("\\.$", "");
      }
      return mantissa + text.substring(e);
    }
    String plain = rounded.stripTrailingZeros().toPlainString();
    return point && !plain.contains(".") ? plain + ".0" : plain;
  }

  private String group(String number) {
    if (grouping == 0) {
      return number;
    }
    int end = 0;
    while (end < number.length() && Character.isDigit(number.charAt(end))) {
      end++;
    }
    StringBuilder out = new StringBuilder(number);
    for (int i = end - 3; i > 0; i -= 3) {
      out.insert(i, grouping);
    }
    return out.toString();
  }
}
