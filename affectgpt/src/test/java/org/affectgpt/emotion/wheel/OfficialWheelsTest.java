package org.affectgpt.emotion.wheel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialWheelsTest {
  @Test
  void tableHasThePublishedChecksumAndCounts() {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());

    assertTrue(OfficialWheels.isPublished(wheels));
    assertEquals(7386, wheels.labels().size());
    List<Long> mapped = new ArrayList<>();
    for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
      int w = wheel;
      mapped.add(
          wheels.labels().stream()
              .filter(label -> wheels.cluster(w, WheelLevel.LEVEL2, label) != null)
              .count());
    }
    assertEquals(List.of(4053L, 4400L, 3240L, 4074L, 3055L), mapped);
    assertEquals(
        List.of(114, 126, 78, 102, 77),
        wheels.wheels().stream().map(w -> w.words().size()).toList());
    assertEquals(
        List.of(36, 41, 36, 48, 36),
        wheels.wheels().stream().map(w -> w.clusters(WheelLevel.LEVEL2).size()).toList());
  }

  @Test
  void synonymChainHasThePublishedChecksum() throws Exception {
    SynonymChain chain = OfficialWheels.chain(Golden.tables());

    assertEquals(1255, chain.synonyms().size());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String label : new TreeSet<>(chain.formats().keySet())) {
      String name = Collections.min(chain.formats().get(label));
      String word = Collections.min(chain.synonyms().get(name));
      String line = label + "|" + name + "|" + word + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(
        "2b000c43e1c91a02d1904d117ec7e1cf0445562b823089b062fcfc5789a4c845",
        HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void everyLabelMapsAsTheReferenceMapsIt() throws IOException {
    EmotionWheels wheels = OfficialWheels.load(Golden.tables());
    JsonNode map = new ObjectMapper().readTree(Golden.tables().resolve("label_map.json").toFile());

    assertEquals(7386, map.size());
    map.properties()
        .forEach(
            entry -> {
              for (int wheel = 0; wheel < EmotionWheels.COUNT; wheel++) {
                JsonNode expected = entry.getValue().get("wheel" + (wheel + 1));
                for (WheelLevel level : WheelLevel.values()) {
                  String cluster = wheels.cluster(wheel, level, entry.getKey());
                  assertEquals(
                      expected.get(level == WheelLevel.LEVEL1 ? "level1" : "level2").asText(),
                      cluster == null ? "" : cluster,
                      () -> entry.getKey() + " " + level);
                }
              }
            });
  }

  @Test
  void missingAndDamagedTablesAreNamed(@TempDir Path folder) throws IOException {
    Path absent = folder.resolve("absent");
    assertTrue(
        assertThrows(InputException.class, () -> OfficialWheels.load(absent))
            .getMessage()
            .contains("--wheels"));
    assertTrue(
        assertThrows(InputException.class, () -> OfficialWheels.load(folder))
            .getMessage()
            .contains("wheel1.xlsx"));
    Files.write(folder.resolve("wheel1.xlsx"), new byte[100]);
    String message =
        assertThrows(InputException.class, () -> OfficialWheels.load(folder)).getMessage();
    assertTrue(message.contains("wheel1.xlsx") && Arrays.stream(message.split("\n")).count() == 1);
  }
}
