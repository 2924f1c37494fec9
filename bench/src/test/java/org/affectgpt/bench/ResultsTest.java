package org.affectgpt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tools.measure.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder;

  @Test
  void ratioIsTheMedianOfTheRoundsOfAllRuns() {
    Comparison first = rows(new double[] {0.1, 0.1, 0.1}, new double[] {0.1, 0.2, 0.3});
    assertTrue(first.row().endsWith("| 2.00 | 1.00 of reading |"), first.row());
    Comparison both = first.and(rows(new double[] {0.1, 0.2}, new double[] {0.4, 1.0}));
    assertEquals(5, both.rounds());
    assertTrue(both.row().contains("| 100.0 | 300.0 |"), both.row());
    assertTrue(
        both.row().endsWith("| 3.00 (2.00 to 4.50) | 1.00 (1.00 to 1.00) of reading |"),
        both.row());
  }

  @Test
  void shareIsTakenRoundByRound() {
    // memory gets three times as fast between the rounds, and so do we but for a half
    Rounds rounds = new Rounds(new double[] {0.4, 0.2, 0.2}, null, new double[] {0.3, 0.1, 0.1});
    Comparison c = new Comparison("gemv", "x", Unit.BYTES, 1e9, "reading", List.of(rounds));
    assertTrue(c.row().endsWith("| – | 0.50 of reading |"), c.row());
    assertTrue(c.row().contains("| 200.0 | – |"), c.row());
  }

  @Test
  void runsAddUpInAFile() {
    Path file = folder.resolve("results");
    Results one = new Results(file);
    one.add(rows(new double[] {0.1, 0.1, 0.1}, new double[] {0.1, 0.2, 0.3}));
    Results two = new Results(file);
    two.add(rows(new double[] {0.1, 0.2}, new double[] {0.4, 1.0}));
    List<Comparison> all = List.copyOf(new Results(file).inOrder());
    assertEquals(1, all.size());
    assertEquals(5, all.getFirst().rounds());
    assertEquals(List.copyOf(two.inOrder()).getFirst().row(), all.getFirst().row());
  }

  @Test
  void whatIsNoResultsFileIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("results"), "{\n");
    InputException e = assertThrows(InputException.class, () -> new Results(file));
    assertTrue(e.getMessage().startsWith(file + ": not results"), e.getMessage());
  }

  @Test
  void aPlaceIsLookedForBeforeAnythingIsMeasured() throws Exception {
    MarkedPlace place = new MarkedPlace("<!-- a -->", "<!-- b -->");
    Path page = Files.writeString(folder.resolve("page"), "x <!-- a --> old <!-- b --> y");
    place.check(page);
    place.write(page, "new");
    assertEquals("x <!-- a -->\n\nnew\n<!-- b --> y", Files.readString(page));
    Path none = folder.resolve("none");
    assertThrows(InputException.class, () -> place.check(none));
    Path bare = Files.writeString(folder.resolve("bare"), "<!-- b --> <!-- a -->");
    assertThrows(InputException.class, () -> place.check(bare));
  }

  @Test
  void aRowOfDecodingTakesThePlaceOfItsOwnLabel() throws Exception {
    Path page = folder.resolve("page");
    Files.writeString(page, DecodeTable.PLACE.begin() + "\n\n" + DecodeTable.PLACE.end());
    DecodeComparison first = decoding(2);
    DecodeTable.write(page, "a", first);
    DecodeTable.write(page, "b", first);
    DecodeTable.write(page, "a", decoding(4));
    List<String> rows = DecodeTable.PLACE.text(page).lines().toList();
    assertEquals(4, rows.size(), rows.toString());
    assertTrue(rows.get(2).startsWith("| b | 2.00 | 1.00 | 512 / 127.0 | equal for 1 of 2 |"));
    assertTrue(rows.get(3).startsWith("| a | 4.00 | 1.00 |"), rows.get(3));
  }

  private static DecodeComparison decoding(double prefill) {
    return new DecodeComparison(
        "peer",
        512,
        128,
        List.of(new Peer.Run(List.of(1, 2), 1, 1)),
        List.of(new Peer.Run(List.of(1, 3), prefill, 1)));
  }

  private static Comparison rows(double[] ours, double[] torch) {
    return new Comparison(
        "rows", "silu-4096x1024", Unit.BYTES, 1, "reading", List.of(new Rounds(ours, torch, ours)));
  }
}
