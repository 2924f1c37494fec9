package org.affectgpt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.affectgpt.tools.measure.Benches;
import org.junit.jupiter.api.Test;

final class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int bench(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "bench";
    System.arraycopy(args, 0, all, 1, args.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  @Test
  void writesOneObjectACase() throws IOException {
    assertEquals(
        0, bench("gemm/128x128x128", "decode/tiny-q8_0", "--rounds", "1", "--json"), err::toString);
    List<String> lines = out.toString().lines().toList();
    assertEquals(2, lines.size());
    check(lines.get(0), "gemm", "128x128x128", "gflops");
    check(lines.get(1), "decode", "tiny-q8_0", "tokens_per_s");
  }

  private static void check(String line, String bench, String name, String rate)
      throws IOException {
    JsonNode node = new ObjectMapper().readTree(line);
    assertEquals(bench, node.get("bench").asText());
    assertEquals(name, node.get("case").asText());
    assertEquals("cpu", node.get("backend").asText());
    assertTrue(node.get("median_ms").asDouble() > 0);
    assertTrue(node.get("best_ms").asDouble() <= node.get("median_ms").asDouble());
    assertTrue(node.get(rate).asDouble() > 0);
    for (JsonNode figure : node) {
      if (figure.isNumber()) {
        assertTrue(figure.decimalValue().stripTrailingZeros().precision() <= 4, line);
      }
    }
    assertTrue(Set.of("peak", "reading").contains(node.get("bound").asText()), line);
    assertTrue(node.get("share").asDouble() > 0, line);
    assertEquals(8, node.size());
  }

  @Test
  void everyCaseHasANameOfItsOwn() {
    var ids = Benches.select(List.of()).stream().map(c -> c.id()).toList();
    assertEquals(ids.size(), ids.stream().distinct().count());
  }

  @Test
  void listsTheNamesWhenOneIsUnknown() {
    assertEquals(2, bench("gem"));
    assertEquals(1, err.toString().lines().count());
    assertTrue(err.toString().contains("gemm, gemv, attention, rows, conv"), err.toString());
    assertEquals(2, bench("gemm/3x3"));
    assertTrue(err.toString().contains("512x3584x3584, 512x18944x3584"), err.toString());
  }
}
