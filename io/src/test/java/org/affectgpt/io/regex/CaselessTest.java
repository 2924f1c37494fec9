package org.affectgpt.io.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case that is ignored where one character folds to several, as Oniguruma 6.9 was seen to do. */
class CaselessTest {
  @ParameterizedTest
  @CsvSource({
    "(?i)ß, ß|ẞ|ss|SS|ſs|ssss, ß|ẞ|ss|SS|ſs|ss+ss",
    "(?i)ẞ, ß|sS, ß|sS",
    "(?i)ss, ß|ẞ|Ss|ßs, ß|ẞ|Ss|ß",
    "(?i)sss, ßs|sss|sß, ßs|sss|-",
    "(?i)ssss, ßß|ẞß|ssss, ßß|ẞß|ssss",
    "(?i)ss+, ß|sss, -|sss",
    "(?i)(?:s)s, ß, ß",
    "(?i)(s)s, ß|ss, -|ss",
    "(?i)st, ﬆ|ﬅ|ST|ſt, ﬆ|ﬅ|ST|ſt",
    "(?i)ﬆ, ﬅ|st, ﬅ|st",
    "(?i)ffi, ﬃ|ffi|ﬀi|fﬁ, ﬃ|ffi|-|-",
    "(?i)ff, ﬀi|ffi, ﬀ|ff",
    "(?i)[ß], ss|ẞ|s, ss|ẞ|-",
    "(?i)[^ß], ẞ|ß|s, -|-|s",
    "(?i)[a-zß], ss|ẞ, s+s|ẞ",
    "(?i)[ß]+, ssß, ssß",
    "(?i)ß+, ßss, ßss",
    "(?i)İ, İ|i̇, İ|i̇",
    "(?i)ʼn, ŉ|ʼN, ŉ|ʼN",
    "(?i)αι, ᾳ|ᾼ|Αι, ᾳ|ᾼ|Αι",
    "(?i)^\\p{Ll}$, ẞ|ß|ss, -|ß|-",
    "(?i)^[\\p{L}]$, ss|ffi|ﬃ|St, ss|ffi|ﬃ|St",
    "(?i)(?<=ß)x, ßx|ssx, x|-",
    "(?<=(?i)ss)x, ßx|ssx, -|x",
    "ss(?i)k, ssK|ßk, ssK|-",
    "(?i)x(?:ki)*?, xy|y, x|-",
    "(?i)(?<!a)Σ, iς|aς, ς|-",
    "(?i)[aA&&[^a]], a|A|b, a|A|-",
    "(?i)[^\\p{L}&&[^a]], a|A|1, -|-|1",
    "[\\w]+, a²b|x¼|¹, a+b|x|-",
    "[^\\W]+, a²b, a+b",
    "\\w+, a²b|¼, a²b|¼",
    "[\\W], ²|a, ²|-",
  })
  void matches(String regex, String texts, String found) {
    List<String> all = new ArrayList<>();
    for (String text : texts.split("\\|", -1)) {
      RegexSearch search = Regex.compile(regex).search(text, 0, text.length());
      List<String> matches = new ArrayList<>();
      while (search.find()) {
        matches.add(text.substring(search.start(), search.end()));
      }
      all.add(matches.isEmpty() ? "-" : String.join("+", matches));
    }
    assertEquals(found, String.join("|", all), regex);
  }
}
