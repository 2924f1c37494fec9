package org.affectgpt.nn.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as Python reads it. */
class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " [ ] ",
        "[1, -2, 0, 3.5, -0.25e-3, 1E5, 12345678901, 123456789012345678901234567890]",
        "{\"a\": {\"b\": [true, false, null, \"\"]}}",
        "\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\ud83d\\ude00 ä😀\"",
        "-0",
        "[[[[[[]]]]]]"
      })
  void whatJacksonReadsToo(String text) throws Exception {
    assertEquals(
        new ObjectMapper().readTree(text).toString(), JsonText.parse(text, "f").toString());
  }

  @Test
  void numbersThatJsonDoesNotHave() {
    JsonNode n = JsonText.parse("[NaN, Infinity, -Infinity, 1e999]", "f");
    assertTrue(Double.isNaN(n.get(0).doubleValue()));
    assertEquals(Double.POSITIVE_INFINITY, n.get(1).doubleValue());
    assertEquals(Double.NEGATIVE_INFINITY, n.get(2).doubleValue());
    assertEquals(Double.POSITIVE_INFINITY, n.get(3).doubleValue());
  }

  @Test
  void ofAKeyGivenTwiceTheLastCountsAndALineSaysSo() {
    List<String> notes = new ArrayList<>();
    JsonNode n = JsonText.parse("{\"a\":1,\n\"b\":2,\"a\":1,\n\"b\":3}", "f", notes::add);
    assertEquals("{\"a\":1,\"b\":3}", n.toString());
    assertEquals(
        List.of("f: line 3: key 'b' is given twice; the last value counts, as in Python"), notes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,}|line 1, column 8: a key in double quotes is expected, not } after a comma",
        "[1,\u000B2]|line 1, column 4: a value is expected, not '?'",
        "[1 2]|line 1, column 4: a comma or ] is expected, not '2'",
        "{\"a\" 1}|line 1, column 6: a colon is expected after a key, not '1'",
        "{a:1}|line 1, column 2: a key in double quotes is expected, not 'a'",
        "{'a':1}|line 1, column 2: a key in double quotes is expected, not '''",
        "[True]|line 1, column 2: True is no JSON; write true",
        "[None]|line 1, column 2: None is no JSON; write null",
        "[1] x|line 1, column 5: the JSON value ends before this, but 'x' follows",
        "[01]|line 1, column 2: '01' is no number in JSON",
        "[1.]|line 1, column 2: '1.' is no number in JSON",
        "[.5]|line 1, column 2: a value is expected, not '.'",
        "[+1]|line 1, column 2: a value is expected, not '+'",
        "[1] // x|line 1, column 5: the JSON value ends before this, but / (JSON has no comments) follows",
        "[\"a|line 1, column 2: a string has no end; the file is damaged",
        "[\"\\x\"]|line 1, column 5: a backslash is followed by none of \" \\ / b f n r t u",
        "[\"\\u12g4\"]|line 1, column 7: four hexadecimal digits are expected after \\u",
        "{\"a\":|line 1, column 6: a value is missing, the file ends; it is damaged",
        "[1|line 1, column 3: a comma or ] is expected, not the end of the file",
      })
  void whatIsWrongIsSaidInOneLine(String text, String message) {
    InputException e = assertThrows(InputException.class, () -> JsonText.parse(text, "d/f.json"));
    assertEquals("d/f.json: not valid JSON: " + message, e.getMessage());
  }

  @Test
  void placesCountLines() {
    InputException e =
        assertThrows(InputException.class, () -> JsonText.parse("{\n \"a\": 1,\n \"b\" 2}", "f"));
    assertTrue(e.getMessage().contains("line 3, column 6"), e.getMessage());
    InputException control =
        assertThrows(InputException.class, () -> JsonText.parse("[\"a\nb\"]", "f"));
    assertTrue(control.getMessage().contains("line 1, column 4: a string holds a line break"));
  }

  @Test
  void otherFilesAreTold() {
    String lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    assertTrue(message(lfs).contains("Git LFS pointer"));
    assertTrue(message("\uFEFF{}").contains("byte order mark"));
    assertEquals("f: is empty; the file is damaged", message(" \n"));
    assertTrue(message("[".repeat(500)).contains("deeper than 200"));
    assertTrue(message("[" + "1".repeat(5000) + "]").contains("is no number"));
  }

  private static String message(String text) {
    return assertThrows(InputException.class, () -> JsonText.parse(text, "f")).getMessage();
  }
}
