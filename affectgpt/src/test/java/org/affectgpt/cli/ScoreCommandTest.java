package org.affectgpt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affectgpt.emotion.wheel.Golden;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreCommandTest {
  @TempDir private Path folder;

  private Path csv(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private static String run(Path gold, Path predicted, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--gt", gold.toString(), "--pred", predicted.toString()));
    arguments.addAll(Arrays.asList(more));
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new ScoreCommand());
    command.setOut(new PrintWriter(out));
    try {
      new CommandLine.RunLast().execute(command.parseArgs(arguments.toArray(String[]::new)));
    } catch (CommandLine.ExecutionException e) {
      throw e.getCause() instanceof InputException input ? input : e;
    }
    return out.toString();
  }

  @Test
  void jsonHoldsBothLevelsAndTheNamesLeftOut() throws IOException {
    Path gold = csv("gold.csv", "\ufeffname,openset", "a,\"[happy, sad]\"", "b,happy", "c,calm");
    Path predicted = csv("pred.csv", "name,labels", "a,joyful", "b,\"glad, sorrow\"", "d,angry");
    JsonNode json = new ObjectMapper().readTree(run(gold, predicted, "--json"));
    assertEquals(2, json.get("samples").asInt());
    assertEquals("c", json.get("without_prediction").get(0).asText());
    assertEquals("d", json.get("without_gold").get(0).asText());
    assertEquals(0.75, json.get("level1").get("f1").doubleValue(), 1e-12);
    assertEquals(5, json.get("level2").get("wheels").size());
    assertEquals("willcox", json.get("level1").get("wheels").get(0).get("name").asText());
  }

  @Test
  void tableShowsEveryWheelAndAScoreThatDoesNotExistIsNullInJson() throws IOException {
    Path gold = csv("gold.csv", "name,openset", "a,happy");
    Path predicted = csv("pred.csv", "name,openset", "a,sad");
    String table = run(gold, predicted);
    assertTrue(table.contains("level 1") && table.contains("plutchik"), table);
    JsonNode json = new ObjectMapper().readTree(run(gold, predicted, "--json"));
    assertTrue(json.get("level1").get("f1").isNull());
    assertEquals(0, json.get("level1").get("recall").doubleValue());
  }

  @Test
  void officialTablesGiveTheReferencesScore() throws IOException {
    List<String> goldLines = new ArrayList<>(List.of("name,openset"));
    List<String> predictedLines = new ArrayList<>(List.of("name,openset"));
    JsonNode cases = Golden.read("emotion_wheel/cases.json");
    JsonNode set = Golden.read("emotion_wheel/datasets.json").get(0);
    for (JsonNode id : set.get("ids")) {
      JsonNode item = cases.get(id.asInt());
      goldLines.add(id + "," + quoted(item.get("gt_list")));
      predictedLines.add(id + "," + quoted(item.get("pred_list")));
    }
    Path gold = csv("gold.csv", goldLines.toArray(String[]::new));
    Path predicted = csv("pred.csv", predictedLines.toArray(String[]::new));
    String out = run(gold, predicted, "--json", "--wheels", Golden.tables().toString());
    JsonNode json = new ObjectMapper().readTree(out);
    for (String level : List.of("level1", "level2")) {
      assertEquals(
          set.get(level).get("f1").doubleValue(), json.get(level).get("f1").doubleValue(), 1e-12);
    }
  }

  /** One table however pandas, spreadsheets and editors leave it has one score. */
  @Test
  void variantsOfATableScoreAlike() throws IOException {
    String[] gold = {
      "name,openset", "c1,\"[happy, excited]\"", "c2,[sad]", "c3,\"[angry, worried]\"", "c4,[calm]"
    };
    Path gt = csv("gt.csv", gold);
    for (List<String> lines :
        List.of(
            List.of("name,openset", "c1,[joyful]", "c2,\"[angry, sad]\"", "c3,[worried]", "c4,[]"),
            List.of(
                ",name,openset",
                "0,c1,[joyful]",
                "1,c2,\"[angry, sad]\"",
                "2,c3,[worried]",
                "3,c4,[]"),
            List.of(
                "name,openset,", "c1,[joyful],", "c2,\"[angry, sad]\",", "c3,[worried],", "c4,[],"),
            List.of(
                "name,openset",
                "c1,[joyful]",
                "c2,\"[angry, sad]\"",
                "c3,[worried]",
                "c4,[]",
                "",
                "",
                "  "),
            List.of("name;openset", "c1;[joyful]", "c2;[angry, sad]", "c3;[worried]", "c4;[]"),
            List.of(
                "name,reason,openset",
                "c1,\"one",
                "two\",[joyful]",
                "c2,,\"[angry, sad]\"",
                "c3,,[worried]",
                "c4,,nan"))) {
      Path predicted = csv("pred.csv", lines.toArray(String[]::new));
      String out = run(gt, predicted, "--json", "--wheels", Golden.tables().toString());
      JsonNode level = new ObjectMapper().readTree(out).get("level1");
      assertEquals(0.583333, level.get("f1").doubleValue(), 1e-6);
      assertEquals(0.625, level.get("precision").doubleValue(), 1e-6);
      assertEquals(0.55, level.get("recall").doubleValue(), 1e-6);
    }
  }

  @Test
  void labelsThatCannotBeReadNameTheirRow() throws IOException {
    Path gold = csv("gold.csv", "name,openset", "a,happy", "b,\"x", "y\"", "", "c,[");
    String message = assertThrows(InputException.class, () -> run(gold, gold)).getMessage();
    assertTrue(message.contains("gold.csv: row 3 (line 6): "), message);
    Path twice = csv("twice.csv", "name,openset", "a,happy", "b,sad", "a ,sad");
    message = assertThrows(InputException.class, () -> run(twice, twice)).getMessage();
    assertTrue(message.contains("row 3 (line 4): the sample 'a'"), message);
    assertTrue(message.contains("row 1 (line 2)"), message);
    Path none = csv("none.csv", "name,openset", ",happy", "b,sad");
    message = assertThrows(InputException.class, () -> run(none, none)).getMessage();
    assertTrue(message.contains("row 1 (line 2) names no sample"), message);
  }

  private static String quoted(JsonNode labels) {
    return '"' + ("[" + String.join(",", Golden.strings(labels)) + "]").replace("\"", "\"\"") + '"';
  }

  /** The original's results, which NumPy wrote. */
  @Test
  void npzResultsScoreAsTheSameCsv() throws Exception {
    URL url = ScoreCommandTest.class.getResource("result-openset.npz");
    assertNotNull(url);
    Path npz = Path.of(url.toURI());
    Path csv = csv("p.csv", "name,openset", "s0,\"[happy, excited]\"", "s1,[sad]");
    Path gold = csv("gold.csv", "name,openset", "s0,happy", "s1,angry");
    assertEquals(run(gold, csv), run(gold, npz));
  }

  @Test
  void badInputIsOneLineThatNamesTheFile() throws IOException {
    Path gold = csv("gold.csv", "name,openset", "a,happy");
    Path absent = folder.resolve("absent.csv");
    Path columns = csv("columns.csv", "id,openset", "a,happy");
    Path twice = csv("twice.csv", "name,openset", "a,happy", "a,sad");
    Path open = csv("open.csv", "name,openset", "a,[");
    Path ragged = csv("ragged.csv", "name,openset", "a,happy,sad");
    Path empty = csv("empty.csv", "name,openset");
    Path npz = csv("labels.npz", "PK");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "name,openset\na,\u00e9mu\n".getBytes(StandardCharsets.ISO_8859_1));
    for (Path bad : List.of(absent, columns, twice, open, ragged, empty, npz, latin)) {
      String message = assertThrows(InputException.class, () -> run(gold, bad)).getMessage();
      assertTrue(message.contains(bad.getFileName().toString()), message);
      assertEquals(1, message.lines().count(), message);
    }
    Path other = csv("other.csv", "name,openset", "z,happy");
    assertThrows(InputException.class, () -> run(gold, other));
  }
}
