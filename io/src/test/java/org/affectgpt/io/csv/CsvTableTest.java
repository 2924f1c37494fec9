package org.affectgpt.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  @TempDir Path folder;

  private CsvTable read(String text) throws IOException {
    return CsvTable.read(Files.writeString(folder.resolve("t.csv"), text));
  }

  @Test
  void readsWhatSpreadsheetsWrite() throws IOException {
    CsvTable t =
        read("\uFEFFname,text,x\r\na,\"He said \"\"no\"\", then\nleft\",1.5\r\nb,,2\r\nc,愤怒,x\r\n");
    assertEquals(List.of("name", "text", "x"), t.header());
    assertEquals("He said \"no\", then\nleft", t.rows().get(0).text("text"));
    assertEquals("", t.rows().get(1).text("text"));
    assertEquals(1.5, t.rows().get(0).number("x"));
    assertEquals(List.of(2L, 4L, 5L), t.rows().stream().map(CsvRow::line).toList());
    assertEquals(t, t.require("name", "x"));
    assertMessage(() -> t.rows().get(2).number("x"), "line 5", "'x'");
    assertMessage(() -> t.rows().get(2).text("y"), "t.csv", "'y'");
    assertMessage(() -> t.require("name", "emotion"), "'emotion'", "[name, text, x]");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertMessage(() -> CsvTable.read(folder.resolve("none.csv")), "no such file");
    assertMessage(() -> readUnchecked(""), "empty");
    assertMessage(() -> readUnchecked("a,b,a\n1,2,3\n"), "'a' occurs twice");
    assertMessage(() -> readUnchecked("a,b\n1,2\n1,2,3\n"), "line 3 has 3 fields");
    assertMessage(() -> readUnchecked("a,b\n1,\"2\n"), "damaged csv");
    Files.write(folder.resolve("t.csv"), new byte[] {'a', '\n', (byte) 0xC3, '\n'});
    assertMessage(() -> CsvTable.read(folder.resolve("t.csv")), "UTF-8");
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> field =
        Arbitraries.strings().withCharRange(' ', '~').withChars("\n\r\t\",愤é").ofMaxLength(8);
    return field.list().ofSize(2).list().ofMaxSize(5);
  }

  @Property(tries = 200)
  void readsWhatItWrites(@ForAll("tables") List<List<String>> rows) throws IOException {
    Path file = Files.createTempFile("table", ".csv");
    try {
      CsvTable.write(file, List.of("a", "b"), rows);
      List<List<String>> back = new ArrayList<>();
      CsvTable.read(file).rows().forEach(r -> back.add(List.copyOf(r.fields().values())));
      assertEquals(rows, back);
    } finally {
      Files.delete(file);
    }
  }

  private CsvTable readUnchecked(String text) {
    try {
      return read(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertMessage(Runnable action, String... parts) {
    String message = assertThrows(InputException.class, action::run).getMessage();
    assertEquals(-1, message.indexOf('\n'), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
