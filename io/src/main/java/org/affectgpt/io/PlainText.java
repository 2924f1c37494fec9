package org.affectgpt.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.affectgpt.tensor.InputException;

/**
 * Reads text that people and programs of theirs wrote: UTF-8 with or without a byte order mark, and
 * UTF-16 and UTF-32 with one. Any other encoding is not guessed at, since a wrong guess would go
 * unnoticed; the message names the first line at fault and what the file looks like.
 */
public final class PlainText {
  /** More than any table or configuration has, and what a string can hold. */
  private static final long LARGEST = 1L << 30;

  /** So many bytes tell an encoding. */
  private static final int SAMPLE = 1 << 16;

  private PlainText() {}

  /**
   * The text of a file, without its byte order mark.
   *
   * @throws InputException naming the file, and the line where it is not text
   */
  public static String read(Path file) {
    InputFile.require(file);
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw new InputException(
            String.format(Locale.ROOT, "%s: has %.1f GB; text may have 1 GB", file, size / 1e9));
      }
      return decode(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /**
   * The text of bytes, without its byte order mark.
   *
   * @param name names them in messages
   */
  public static String decode(String name, byte[] bytes) {
    ByteOrderMark mark = ByteOrderMark.of(bytes);
    if (mark == ByteOrderMark.NONE) {
      refuseOtherFormats(name, bytes);
    }
    String text = decode(name, bytes, mark);
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new InputException(
          name + ": line " + line(text, nul) + " holds a NUL character; the file is damaged");
    }
    return text;
  }

  private static String decode(String name, byte[] bytes, ByteOrderMark mark) {
    ByteBuffer in = ByteBuffer.wrap(bytes, mark.length(), bytes.length - mark.length());
    CharsetDecoder decoder =
        mark.charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      return decoder.decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(name + ": " + fault(bytes, mark), e);
    }
  }

  /** Where the bytes stop being text, and what they may be instead. */
  private static String fault(byte[] bytes, ByteOrderMark mark) {
    ByteBuffer in = ByteBuffer.wrap(bytes, mark.length(), bytes.length - mark.length());
    CharsetDecoder decoder = mark.charset().newDecoder();
    StringBuilder good = new StringBuilder();
    CharBuffer out = CharBuffer.allocate(1 << 13);
    CoderResult result;
    do {
      result = decoder.decode(in, out, true);
      good.append(out.flip());
      out.clear();
    } while (result.isOverflow());
    String where = "line " + line(good, good.length());
    if (mark != ByteOrderMark.NONE) {
      return where + " is not " + mark.charset() + ", as its byte order mark says; it is damaged";
    }
    int at = in.position();
    String there = String.format(Locale.ROOT, " (byte 0x%02X)", bytes[at] & 0xFF);
    if (bytes.length - at < 4
        && (bytes[at] & 0xC0) == 0xC0
        && good.chars().anyMatch(c -> c > 127)) {
      return where + there + " ends inside a character; the file was cut";
    }
    String looks = looks(bytes);
    return where
        + " is not UTF-8"
        + there
        + "; the file looks like "
        + looks
        + ": save it as UTF-8";
  }

  /**
   * A guess for people. Chinese, Japanese and Korean double-byte encodings have their high bytes in
   * pairs; the accents of Western Europe stand alone.
   */
  private static String looks(byte[] bytes) {
    int pairs = 0;
    int single = 0;
    int run = 0;
    for (int i = 0; i <= Math.min(bytes.length, SAMPLE); i++) {
      if (i < bytes.length && bytes[i] < 0) {
        run++;
      } else if (run > 0) {
        pairs += run % 2 == 0 ? run / 2 : 0;
        single += run % 2;
        run = 0;
      }
    }
    return pairs > single
        ? "GBK (GB 18030) or another double-byte encoding of East Asia"
        : "Latin-1 (Windows-1252) or another single-byte encoding";
  }

  private static void refuseOtherFormats(String name, byte[] bytes) {
    if (begins(bytes, 'P', 'K', 3, 4)) {
      throw new InputException(
          name + ": is a zip archive, perhaps an Excel workbook; save it as text (CSV) in UTF-8");
    }
    if (begins(bytes, 0xD0, 0xCF, 0x11, 0xE0)) {
      throw new InputException(
          name + ": is an Excel workbook of the old kind; save it as text (CSV) in UTF-8");
    }
    if (begins(bytes, 0x1F, 0x8B)) {
      throw new InputException(name + ": is packed with gzip; unpack it with gunzip");
    }
    int[] zeros = new int[2];
    int n = Math.min(bytes.length, SAMPLE);
    for (int i = 0; i < n; i++) {
      zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
    }
    if (Math.max(zeros[0], zeros[1]) > n / 5 && Math.min(zeros[0], zeros[1]) < n / 20 + 1) {
      throw new InputException(
          name
              + ": looks like UTF-16"
              + (zeros[0] > zeros[1] ? "BE" : "LE")
              + " without a byte order mark; save it as UTF-8");
    }
  }

  private static boolean begins(byte[] bytes, int... head) {
    for (int i = 0; i < head.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != head[i]) {
        return false;
      }
    }
    return true;
  }

  /** The line in which a place lies, from 1; LF, CR and CRLF end lines. */
  private static long line(CharSequence text, int place) {
    long line = 1;
    for (int i = 0; i < place; i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
        line++;
      }
    }
    return line;
  }

  /** What the first bytes say of the encoding. */
  private enum ByteOrderMark {
    UTF_32LE("UTF-32LE", 0xFF, 0xFE, 0, 0),
    UTF_32BE("UTF-32BE", 0, 0, 0xFE, 0xFF),
    UTF_16LE("UTF-16LE", 0xFF, 0xFE),
    UTF_16BE("UTF-16BE", 0xFE, 0xFF),
    UTF_8("UTF-8", 0xEF, 0xBB, 0xBF),
    NONE("UTF-8");

    private final String name;
    private final int[] head;

    ByteOrderMark(String name, int... head) {
      this.name = name;
      this.head = head;
    }

    static ByteOrderMark of(byte[] bytes) {
      for (ByteOrderMark mark : values()) {
        if (begins(bytes, mark.head)) {
          return mark;
        }
      }
      return NONE;
    }

    Charset charset() {
      return this == NONE ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    int length() {
      return head.length;
    }
  }
}
