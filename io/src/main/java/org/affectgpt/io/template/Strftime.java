package org.affectgpt.io.template;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.affectgpt.io.template.value.TemplateFault;

/** Python's {@code strftime} in the C locale, for times without a zone. */
final class Strftime {
  private static final DateTimeFormatter C_TIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  private Strftime() {}

  static String format(String format, LocalDateTime time) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      char flag =
          i < format.length() && "-_0^#".indexOf(format.charAt(i)) >= 0 ? format.charAt(i++) : 0;
      char letter = i < format.length() ? format.charAt(i++) : 0;
      out.append(flagged(field(letter, time), flag, letter));
    }
    return out.toString();
  }

  private static String flagged(String field, char flag, char letter) {
    return switch (flag) {
      case '-' -> field.replaceFirst("^[0 ]+(?=.)", "");
      case '_' -> padded(field, ' ');
      case '0' -> padded(field, '0');
      case '^' -> field.toUpperCase(Locale.ROOT);
      case '#' -> throw unknown("#" + letter);
      default -> field;
    };
  }

  private static String padded(String field, char with) {
    StringBuilder out = new StringBuilder(field);
    for (int i = 0; i < out.length() - 1 && (out.charAt(i) == '0' || out.charAt(i) == ' '); i++) {
      out.setCharAt(i, with);
    }
    return out.toString();
  }

  private static TemplateFault unknown(String letter) {
    return new TemplateFault("the date format '%" + letter + "' is not supported");
  }

  private static String two(int n) {
    return String.format(Locale.ROOT, "%02d", n);
  }

  private static String blank(int n) {
    return String.format(Locale.ROOT, "%2d", n);
  }

  private static int hour12(LocalDateTime t) {
    return t.get(ChronoField.CLOCK_HOUR_OF_AMPM);
  }

  private static String field(char letter, LocalDateTime t) {
    int sunday = t.getDayOfWeek().getValue() % 7;
    int day = t.getDayOfYear() - 1;
    return switch (letter) {
      case 'd' -> two(t.getDayOfMonth());
      case 'e' -> blank(t.getDayOfMonth());
      case 'm' -> two(t.getMonthValue());
      case 'b', 'h' -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'y' -> two(t.getYear() % 100);
      case 'Y' -> String.valueOf(t.getYear());
      case 'C' -> two(t.getYear() / 100);
      case 'a' -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'w' -> String.valueOf(sunday);
      case 'u' -> String.valueOf(t.getDayOfWeek().getValue());
      case 'j' -> String.format(Locale.ROOT, "%03d", t.getDayOfYear());
      case 'U' -> two((day + 7 - sunday) / 7);
      case 'W' -> two((day + 7 - (sunday + 6) % 7) / 7);
      case 'V' -> two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> String.valueOf(t.get(IsoFields.WEEK_BASED_YEAR));
      case 'g' -> two(t.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'H' -> two(t.getHour());
      case 'k' -> blank(t.getHour());
      case 'I' -> two(hour12(t));
      case 'l' -> blank(hour12(t));
      case 'M' -> two(t.getMinute());
      case 'S' -> two(t.getSecond());
      case 'f' -> String.format(Locale.ROOT, "%06d", t.getNano() / 1000);
      case 'p' -> t.getHour() < 12 ? "AM" : "PM";
      case 'P' -> t.getHour() < 12 ? "am" : "pm";
      case 'z', 'Z' -> "";
      case 'D', 'x' -> format("%m/%d/%y", t);
      case 'F' -> format("%Y-%m-%d", t);
      case 'T', 'X' -> format("%H:%M:%S", t);
      case 'R' -> format("%H:%M", t);
      case 'r' -> format("%I:%M:%S %p", t);
      case 'c' -> C_TIME.format(t);
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> throw unknown(letter == 0 ? "" : String.valueOf(letter));
    };
  }
}
