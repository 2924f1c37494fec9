package org.affectgpt.test.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.decoder.GenerationKeys;
import org.affectgpt.io.gguf.GgufKeys;
import org.affectgpt.io.media.ImageProcessorKeys;
import org.affectgpt.io.media.SoundProcessorKeys;
import org.affectgpt.nn.config.EncoderKeys;
import org.affectgpt.nn.config.KeyTable;
import org.affectgpt.nn.decoder.DecoderKeys;
import org.junit.jupiter.api.Test;

/** The documentation of configuration keys and the tables that readers follow are the same. */
class ConfigKeysDocTest {
  private static final Path FILE = Path.of("../io/docs/config-keys.md");
  private static final String BEGIN = "<!-- tables -->\n";

  private static List<KeyTable> tables() {
    return List.of(
        DecoderKeys.config(),
        DecoderKeys.rope(),
        GenerationKeys.table(),
        GgufKeys.table(),
        EncoderKeys.clip(),
        EncoderKeys.clipVision(),
        EncoderKeys.hubert(),
        EncoderKeys.qformer(),
        EncoderKeys.bert(),
        ImageProcessorKeys.table(),
        SoundProcessorKeys.table());
  }

  /** With the property {@code affectgpt.docs.write} the documentation is made anew. */
  @Test
  void documentationIsTheTables() throws IOException {
    StringBuilder made = new StringBuilder();
    tables().forEach(t -> made.append(markdown(t)));
    String text = Files.readString(FILE);
    String head = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    if (Boolean.getBoolean("affectgpt.docs.write")) {
      Files.writeString(FILE, head + made);
    }
    assertEquals(head + made, Files.readString(FILE));
  }

  @Test
  void everyTableSaysWhyAKeyIsRefused() {
    for (KeyTable table : tables()) {
      for (KeyTable.Row row : table.rows()) {
        boolean silent =
            row.effect() == KeyTable.Effect.HONOURED || row.effect() == KeyTable.Effect.NONE;
        assertTrue(silent || row.meaning().length() > 10, row.key());
      }
    }
  }

  private static String markdown(KeyTable table) {
    StringBuilder text = new StringBuilder();
    text.append("\n## ").append(table.file()).append("\n\n| key | here | what |\n|---|---|---|\n");
    for (KeyTable.Row row : table.rows()) {
      String but = row.neutral().isEmpty() ? "" : " but for " + String.join(", ", row.neutral());
      text.append("| `").append(row.key()).append("` | ").append(row.effect().words());
      text.append(but).append(" | ").append(row.meaning()).append(" |\n");
    }
    return text.toString();
  }
}
