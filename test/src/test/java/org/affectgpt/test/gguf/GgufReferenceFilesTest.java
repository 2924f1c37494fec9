package org.affectgpt.test.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.affectgpt.io.decoder.DecoderFiles;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.Module;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.dtype.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that gguf-py wrote; their numbers are checked as a golden folder. */
class GgufReferenceFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/gguf");

  @Test
  void everyBlockTypeIsReadInPartsAsInWhole() {
    try (GgufFile file = GgufFile.open(FOLDER.resolve("blocks.gguf"))) {
      assertEquals(11, file.entries().size());
      for (TensorEntry e : file.entries()) {
        assertEquals(e.name(), e.type().name().toLowerCase(Locale.ROOT));
        float[] part = new float[300];
        e.toFloats(215, part, 1, 299);
        assertArrayEquals(
            Arrays.copyOfRange(e.toFloats(), 215, 514), Arrays.copyOfRange(part, 1, 300), e.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2", "llama"})
  void eightBitTablesStayAsTheyAre(String name) {
    DecoderFiles files = DecoderFiles.open(FOLDER.resolve(name + ".gguf"), Arena.ofAuto());
    assertEquals(name, files.config().modelType());
    CausalLm lm = files.load(Backends.open("cpu", 1), Module.Loading.IN_PLACE);
    assertEquals(DType.Q8_0, lm.parameters().get("model.embed_tokens.weight").value().dtype());
  }
}
