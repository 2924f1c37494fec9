package org.affectgpt.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: {@code 5000000000}, {@code 5GB}, {@code 4GiB}. */
final class ByteCount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})([kmgt]?)(i?)b?");

  @Override
  public Long convert(String text) {
    Matcher m = FORM.matcher(text.toLowerCase(Locale.ROOT).replace("_", ""));
    if (m.matches() && !(m.group(2).isEmpty() && !m.group(3).isEmpty())) {
      long unit = m.group(3).isEmpty() ? 1000 : 1024;
      try {
        long bytes = Long.parseLong(m.group(1));
        for (int i = 0;
            i <= " kmgt".indexOf(m.group(2).isEmpty() ? ' ' : m.group(2).charAt(0)) - 1;
            i++) {
          bytes = Math.multiplyExact(bytes, unit);
        }
        if (bytes > 0) {
          return bytes;
        }
      } catch (ArithmeticException e) {
        throw new TypeConversionException(text + " is more bytes than there can be");
      }
    }
    throw new TypeConversionException(text + " is not a number of bytes such as 5GB or 4GiB");
  }
}
