package org.affectgpt.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  private CsvTable read(byte[] bytes) throws IOException {
    return CsvTable.read(Files.write(folder.resolve("t.csv"), bytes));
  }

  private static List<List<String>> cells(CsvTable t) {
    return t.rows().stream().map(r -> List.copyOf(r.fields().values())).toList();
  }

  /** What pandas and spreadsheets add, and what the same table is without it. */
  @Test
  void variantsOfOneTable() throws IOException {
    List<List<String>> plain = List.of(List.of("c1", "[a, b]"), List.of("c2", "[]"));
    for (String text :
        List.of(
            "name,openset\nc1,\"[a, b]\"\nc2,[]\n",
            "name,openset\nc1,\"[a, b]\"\nc2,[]",
            ",name,openset\n0,c1,\"[a, b]\"\n1,c2,[]\n",
            "name,openset,\nc1,\"[a, b]\",\nc2,[],\n",
            ",name,openset,\n0,c1,\"[a, b]\",\n1,c2,[],\n",
            "name,openset\nc1,\"[a, b]\"\nc2,[]\n\n\n  \n",
            "\n\nname,openset\n\nc1,\"[a, b]\"\n\t\nc2,[]\n",
            "name,openset\rc1,\"[a, b]\"\rc2,[]\r",
            "name,openset\r\nc1,\"[a, b]\"\r\nc2,[]\r\n",
            " name , openset\u00A0\nc1,\"[a, b]\"\nc2,[]\n",
            "\"name\",\"openset\"\n\"c1\",\"[a, b]\" \n\"c2\",[]\n",
            "name;openset\nc1;[a, b]\nc2;[]\n",
            "name\topenset\nc1\t[a, b]\nc2\t[]\n",
            "name|openset\nc1|[a, b]\nc2|[]\n",
            "sep=;\r\nname;openset\r\nc1;\"[a, b]\"\r\nc2;[]\r\n",
            "\uFEFFname,openset\nc1,\"[a, b]\"\nc2,[]\n,\n,\n")) {
      CsvTable t = read(text);
      assertEquals(List.of("name", "openset"), t.header(), text);
      assertEquals(plain, cells(t), text);
      assertEquals(2, t.rows().getLast().number());
    }
  }

  @Test
  void encodingsWithAMark() throws IOException {
    String text = "name,openset\nc1,愤怒 😀\n";
    for (Charset charset :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE"))) {
      assertEquals(
          "愤怒 😀", read(("\uFEFF" + text).getBytes(charset)).rows().getFirst().text("openset"));
    }
    assertMessage(
        () -> readUnchecked(text.getBytes(StandardCharsets.UTF_16LE)), "UTF-16LE", "UTF-8");
    assertMessage(() -> readUnchecked(text.getBytes(StandardCharsets.UTF_16BE)), "UTF-16BE");
  }

  @Test
  void otherEncodingsAreNamed() throws IOException {
    byte[] gbk = "name,openset\nc1,[愤怒]\nc2,[高兴]\n".getBytes(Charset.forName("GBK"));
    assertMessage(() -> readUnchecked(gbk), "line 2", "GBK", "UTF-8");
    byte[] latin = "name,openset\nc1,[ému]\n".getBytes(StandardCharsets.ISO_8859_1);
    assertMessage(() -> readUnchecked(latin), "line 2", "0xE9", "Latin-1");
    byte[] whole = "name,openset\né,[愤".getBytes(StandardCharsets.UTF_8);
    assertMessage(() -> readUnchecked(Arrays.copyOf(whole, whole.length - 1)), "line 2", "cut");
    assertMessage(
        () -> readUnchecked("a,b\n1,2\n3,\u00004\n".getBytes(StandardCharsets.UTF_8)),
        "line 3",
        "NUL");
    assertMessage(() -> readUnchecked(new byte[] {'P', 'K', 3, 4, 20, 0}), "Excel");
    assertMessage(() -> readUnchecked(new byte[] {0x1F, (byte) 0x8B, 8}), "gzip");
    assertMessage(
        () -> readUnchecked("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
        "LFS");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertMessage(() -> CsvTable.read(folder.resolve("none.csv")), "none.csv", "no such file");
    assertMessage(() -> CsvTable.read(folder), "folder");
    assertMessage(() -> readUnchecked(""), "empty");
    assertMessage(() -> readUnchecked("\n \n"), "empty");
    assertMessage(() -> readUnchecked(",,\n1,2,3\n"), "names no column");
    assertMessage(() -> readUnchecked("a,b,c,d,a\n"), "'a' stands twice", "columns 1 and 5");
    assertMessage(() -> readUnchecked("a, b,b \n"), "'b' stands twice", "columns 2 and 3");
    assertMessage(
        () -> readUnchecked("a,b\n1,2\n1,2,3\n"),
        "row 2 (line 3) has 3 fields",
        "header has 2",
        "quotes");
    assertMessage(
        () -> readUnchecked("a,b\n1,2,\n"), "row 1 (line 2) has 3 fields", "separators at the end");
    assertMessage(() -> readUnchecked("a,b\n\n\n1,\"x\ny\"\n1\n"), "row 2 (line 6) has 1 field,");
    assertMessage(() -> readUnchecked("a,b\n1,\"2\n3,4\n"), "line 2", "never closed");
    assertMessage(
        () -> readUnchecked("a,b\n1,\"2\n3\"4\n"), "line 3", "begins on line 2", "written twice");
    assertMessage(() -> readUnchecked("a,b\n1,\"say \\\"no\\\"\"\n"), "line 2", "written twice");
    assertMessage(() -> readUnchecked("a,b\n1, \"x, y\"\n"), "row 1 (line 2) has 3 fields");
    assertEquals(0, read("a,b\n").rows().size());
  }

  /** A field of ten million characters is a field. */
  @Test
  void hugeFields() throws IOException {
    String huge = "x,\n".repeat(3_333_333);
    assertEquals(huge, read("a,b\n1,\"" + huge + "\"\n").rows().getFirst().text("b"));
  }

  @Test
  void missingValuesAreThoseOfPandas() throws IOException {
    CsvTable t = read("name,x\nnull,NaN\nNA,None\nc, nan\n");
    assertEquals("", t.rows().get(0).value("x"));
    assertEquals("null", t.rows().get(0).text("name"));
    assertEquals("", t.rows().get(1).value("x"));
    assertEquals(" nan", t.rows().get(2).value("x"));
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
    return readUnchecked(text.getBytes(StandardCharsets.UTF_8));
  }

  private CsvTable readUnchecked(byte[] text) {
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
