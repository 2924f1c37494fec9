package org.affectgpt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one reader of YAML takes so and another otherwise is refused where it stands. */
class StrictYamlTest {
  @TempDir private Path temp;

  record Part(int steps, double rate, boolean deep, @Nullable String name) {
    public Part {
      Bounds.atLeastOne("steps", steps);
    }
  }

  record Whole(Part one, @Nullable Part two, @Nullable List<Double> rates) {}

  private static Whole read(String text) {
    return new ConfigFile().parse(List.of(new ConfigText("c.yaml", text)), List.of(), Whole.class);
  }

  private static Whole set(String text, String... options) {
    return new ConfigFile()
        .parse(List.of(new ConfigText("c.yaml", text)), List.of(options), Whole.class);
  }

  private static void refused(Runnable read, String... parts) {
    String message = assertThrows(InputException.class, read::run).getMessage();
    assertEquals(1, message.lines().count(), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message + " lacks " + part);
    }
    for (String foreign : List.of("jackson", "snakeyaml", "java.", "org.", "REDACTED")) {
      assertTrue(!message.contains(foreign), message);
    }
  }

  private static void refused(String text, String... parts) {
    refused(() -> read(text), parts);
  }

  /** One part with a line of its own replaced. */
  private static String one(String line) {
    return "one:\n  steps: 3\n  rate: 0.5\n  deep: false\n"
        .replaceFirst("  " + line.split(":")[0] + ": .*", "  " + line);
  }

  @Test
  void twiceIsAnError() {
    refused(one("steps: 3") + "  steps: 4\n", "c.yaml: line 5, column 3", "'steps'", "line 2");
    refused(one("steps: 3") + one("steps: 4"), "line 5, column 1", "'one'", "line 1");
    refused("one: {steps: 1, rate: 1, deep: true, rate: 2}", "line 1, column 38", "'rate'");
    refused("{\"one\": {\"steps\": 1, \"steps\": 1}}", "'steps' is given twice");
    refused(one("steps: 3") + "\"one\": 4\n", "line 5", "'one'");
    refused(one("steps: 3") + "---\none: {}\n", "line 5, column 1", "second document");
    refused(one("steps: 3") + "...\n---\n", "second document");
    assertEquals(3, read("---\n" + one("steps: 3") + "...\n").one().steps());
  }

  @Test
  void numbersAreDecimalAndFinite() {
    for (String word : List.of("NaN", ".nan", ".inf", "-.Inf", "Infinity", "inf")) {
      refused(one("rate: " + word), "c.yaml: line 3, column 9", "'one.rate'", "finite", word);
      refused(one("steps: " + word), "'one.steps'", "whole number");
    }
    refused(one("rate: 1e999"), "'one.rate'", "double precision");
    refused(one("rate: 1e-999"), "'one.rate'", "double precision");
    refused(one("steps: 010"), "line 2, column 10", "leading 0");
    refused(one("rate: 010"), "leading 0");
    refused(one("steps: 0o17"), "whole number");
    refused(one("steps: 0x1F"), "whole number");
    refused(one("steps: 1:30"), "whole number", "1:30");
    refused(one("steps: 1e3"), "whole number");
    refused(one("steps: 2.0"), "whole number");
    refused(one("steps: 99999999999"), "from -2147483648 to 2147483647");
    refused(one("steps: "), "line 2", "'one.steps' has no value");
    refused(one("steps: ~"), "'one.steps' has no value");
    assertEquals(1000, read(one("steps: 1_000")).one().steps());
    assertEquals(5e-5, read(one("rate: 5e-5")).one().rate());
    assertEquals(.5, read(one("rate: .5")).one().rate());
    assertEquals(-2, read(one("rate: -2.")).one().rate());
    assertEquals(7, read(one("rate: +7")).one().rate());
  }

  @Test
  void wordsAreWhatTheOptionWants() {
    for (String word : List.of("yes", "no", "on", "off", "y", "1", "0", "tRue")) {
      refused(one("deep: " + word), "line 4, column 9", "true or false", word);
    }
    assertTrue(read(one("deep: True")).one().deep());
    for (String word : List.of("no", "010", "1e5", "1:30", "true", "0x1F", "2026-12-01", "1.50")) {
      assertEquals(word, read(one("steps: 1") + "  name: " + word + "\n").one().name());
    }
    refused(one("steps: 1") + "  name: [a, 1]\n", "line 5, column 9", "a text", "[a,1]");
    refused(one("rate: {a: 1}"), "a number", "{a: 1}");
    refused("one: 3", "c.yaml: line 1, column 6", "'one'", "keys and values");
    refused(one("steps: 0"), "c.yaml: line 2, column 3", "option steps", "at least 1");
    refused(one("steps: 1") + "rates: 3\n", "line 5", "'rates'", "a list");
    refused(one("steps: 1") + "rates: [1, x]\n", "line 5, column 12", "'rates[1]'", "a number");
  }

  @Test
  void unknownKeysAreGuessed() {
    refused(one("steps: 1") + "  setps: 2\n", "line 5, column 3", "'one.setps'", "'steps'?");
    refused(one("steps: 1") + "  beta: 2\n", "'one.beta'", "known here: [deep, name, rate, steps]");
    refused(one("steps: 1") + "one.steps: 2\n", "'one.steps'", "dot");
    refused("One: {}", "'One'", "'one'?");
    refused("? [a]\n: 1\n", "a key is a word");
    refused("1: 2", "'1'");
  }

  @Test
  void anchorsAreFollowedAndBounded() {
    String base = "one: &base {steps: 3, rate: 0.5, deep: false}\n";
    assertEquals(read(base).one(), read(base + "two: *base\n").two());
    Part merged = read(base + "two:\n  <<: *base\n  steps: 9\n").two();
    assertEquals(new Part(9, 0.5, false, null), merged);
    refused(base + "two: *bas\n", "line 2, column 6", "*bas");
    refused("one: &a {steps: *a}", "*a");
    refused(base + "two: {<<: 3}", "<< takes a section");
    StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      laughs.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(8) + alias + "]\n");
    }
    refused(laughs.toString(), "aliases written out");
    refused("one: " + "[".repeat(100) + "]".repeat(100), "too deep");
  }

  @Test
  void tagsTabsAndBrokenText() {
    refused("one: !!python/object:os.system {}", "line 1, column 6", "!!python/object:os.system");
    refused(one("steps: !!int 3"), "!!int");
    refused("one:\n\tsteps: 3\n", "line 2, column 1", "tab");
    refused("one: {steps: 3", "c.yaml: line 1", "not valid YAML");
    refused("one: 'steps", "not valid YAML");
    refused("one: \"\\u", "c.yaml", "not valid YAML");
    refused("one: a: b", "line 1, column 7", "not valid YAML");
    refused("", "c.yaml", "empty");
    refused("# nothing\n", "empty");
    refused("- 1", "keys with values");
    refused("just words", "keys with values");
    assertEquals(
        3, read("{\n\t\"one\": {\"steps\": 3, \"rate\": 1,\n\t\"deep\": true}}").one().steps());
  }

  @Test
  void encodings() throws IOException {
    ConfigFile reader = new ConfigFile();
    Path file = temp.resolve("c.yaml");
    String text = one("steps: 3") + "  name: café\n";
    Files.write(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
    assertEquals("café", reader.read(file, Whole.class).one().name());
    Files.write(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
    assertEquals("café", reader.read(file, Whole.class).one().name());
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    refused(
        () -> reader.read(file, Whole.class), file + ": line 5 is not UTF-8", "0xE9", "Latin-1");
    Files.write(file, text.getBytes(StandardCharsets.UTF_16LE));
    refused(() -> reader.read(file, Whole.class), "UTF-16LE");
  }

  @Test
  void options() {
    String text = one("steps: 3");
    assertEquals(5, set(text, "one.steps=4", "one.steps=5").one().steps());
    assertEquals("a: b #c", set(text, "one.name=a: b #c").one().name());
    assertEquals("*x", set(text, "one.name=*x").one().name());
    assertEquals("a, b", set(text, "one.name=\"a, b\"").one().name());
    assertEquals(List.of(1.0, 2.0), set(text, "rates=[1, 2]").rates());
    assertEquals(7, set(text, " one.steps = 7").one().steps());
    refused(() -> set(text, "one.steps=NaN"), "--set one.steps=NaN: option 'one.steps'");
    refused(() -> set(text, "one.steps=0"), "--set one.steps=0: option steps must be at least 1");
    refused(() -> set(text, "one.stesp=4"), "--set one.stesp=4", "'steps'?");
    refused(() -> set(text, "one.steps.x=4"), "--set one.steps.x=4", "'steps' is no section");
    refused(() -> set(text, "one..steps=4"), "part of the key is empty");
    refused(() -> set(text, "one.steps="), "'one.steps' has no value");
    refused(() -> set(text, "rates=[1"), "--set rates=[1", "YAML");
    refused(() -> set(text, "rates={a: 1, a: 2}"), "given twice");
  }
}
