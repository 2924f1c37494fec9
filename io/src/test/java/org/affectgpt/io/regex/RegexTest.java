package org.affectgpt.io.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matches as Oniguruma finds them. */
class RegexTest {
  private static List<String> matches(String regex, String text) {
    RegexSearch search = Regex.compile(regex).search(text, 0, text.length());
    List<String> found = new ArrayList<>();
    while (search.find()) {
      found.add(text.substring(search.start(), search.end()));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "a~aba~[a, a]",
        "(?:a|ab)(?:c|bcd)d?~abcd~[abcd]",
        "a*~baac~[, aa, ]",
        "a{2,3}?~aaaaa~[aa, aa]",
        "a{,2}b~aaab~[aab]",
        "(?:ab){2}~ababab~[abab]",
        "a++a~aaa~[]",
        "(?>a+)b~aab~[aab]",
        "\\w+(?!\\d)~abc1~[abc1]",
        "(?<=a)b~abcb~[b]",
        "(?<!a|cd)b~abxbcdb~[b]",
        "(?i:'S|k)~'s'ſKK~['s, 'ſ, K, K]",
        "(?i)ab|c~aBCc~[aB, C, c]",
        "[a-c&&[^b]]+~abcac~[a, cac]",
        "[^\\W\\d_]+~ab_1é~[ab, é]",
        "[[:punct:]]~a<b!~[<, !]",
        "\\p{Punct}~a<b!~[!]",
        "\\p{^L}+~ab12c~[12]",
        "\\P{Lu}~aB~[a]",
        "\\p{Han}+~a漢字b~[漢字]",
        "\\bcat\\b~cat concat cat~[cat, cat]",
        "(?x) a b # c~ab~[ab]",
        "(a|b)*?c~abac~[abac]",
        "(a?)*b~aab~[aab]",
        "\\x41\\x{42}\\u0043~ABC~[ABC]",
        "[]a]+~]a]~[]a]]",
        "[a-]+~a-b~[a-]",
        "\\h+~xAf1g~[Af1]",
        ".$~ab~[b]",
        "\\Aa~aa~[a]",
        "a\\z~aa~[a]",
      })
  void matchesLikeTheReference(String regex, String text, String expected) {
    assertEquals(expected, matches(regex, text).toString(), regex);
  }

  @Test
  void seesLinesLikeRuby() {
    assertEquals(List.of("a", "b"), matches("^.", "a\nb\n"));
    assertEquals(List.of("", "", ""), matches("$", "a\nb\n"));
    assertEquals(List.of("\r\n", "\n"), matches("\\R", "a\r\nb\n"));
    assertEquals(List.of("a\nb"), matches("(?m:a.b)", "a\nb"));
    assertEquals(List.of(), matches("a.b", "a\nb"));
  }

  @Test
  void supplementaryCharactersAreOne() {
    assertEquals(List.of("😀", "😀"), matches(".", "😀😀"));
    assertEquals(List.of("𝔘"), matches("\\p{L}(?=😀)", "𝔘😀"));
    assertEquals(List.of("b"), matches("(?<=😀)b", "b😀b"));
  }

  @Test
  void longTextsNeedNoDeepStack() {
    String text = "ab".repeat(500_000);
    assertEquals(List.of(text), matches("(?:a|b)*", text));
    assertEquals(List.of(text), matches("(?:ab|b)+", text));
  }

  @Test
  void endlessBacktrackingIsStopped() {
    RegexSearch search = Regex.compile("(?:a+)+b").search("a".repeat(60), 0, 60);
    assertThrows(RegexSearch.TooSlow.class, search::find);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "[",
        "[a",
        "*",
        "a{3,2}",
        "\\",
        "\\p{Nonsense}",
        "\\p",
        "(?<=a+)b",
        "(?'n'a)",
        "(a)\\1",
        "[z-a]",
        "\\q",
        "(?i",
        "((((a{1000}){1000}){1000}){1000})",
        "\\x{110000}",
        "\\K"
      })
  void refusesWhatItDoesNotUnderstand(String regex) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Regex.compile(regex)).getMessage();
    assertTrue(message.contains("regular expression"), message);
  }
}
