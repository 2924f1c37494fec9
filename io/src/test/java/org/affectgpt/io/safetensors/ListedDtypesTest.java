package org.affectgpt.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every dtype of the format is listed; what is not computed with is an error only when asked. */
class ListedDtypesTest {
  @TempDir Path folder;

  private SafeTensorsFile file(String dtype, int bytes) throws Exception {
    String header =
        "{\"q\":{\"dtype\":\"%s\",\"shape\":[4],\"data_offsets\":[0,%d]},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
            .formatted(dtype, bytes, bytes, bytes + 4);
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + json.length + bytes + 4).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(json.length).put(json);
    for (int i = 0; i < bytes; i++) {
      all.put((byte) (i + 1));
    }
    all.putFloat(2.5f);
    Path file = folder.resolve(dtype + ".safetensors");
    Files.write(file, all.array());
    return SafeTensorsFile.open(file);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL, 4",
    "U8, 4",
    "I8, 4",
    "F8_E5M2, 4",
    "F8_E4M3, 4",
    "F8_E8M0, 4",
    "F8_E4M3FNUZ, 4",
    "F8_E5M2FNUZ, 4",
    "I16, 8",
    "U16, 8",
    "F16, 8",
    "BF16, 8",
    "I32, 16",
    "U32, 16",
    "F32, 16",
    "F64, 32",
    "I64, 32",
    "U64, 32",
    "F4, 2",
    "F6_E2M3, 3",
    "F6_E3M2, 3",
    "C64, 32",
  })
  void listsAll(String dtype, int bytes) throws Exception {
    try (SafeTensorsFile file = file(dtype, bytes)) {
      assertArrayEquals(new float[] {2.5f}, file.entry("w").toFloats());
      TensorEntry q = file.entry("q");
      assertEquals(dtype, q.format());
      assertEquals(4, q.elements());
      assertEquals(bytes, q.data().byteSize());
      if (q.type().isComputed()) {
        assertEquals(4, q.toFloats().length);
      } else {
        String message = assertThrows(InputException.class, q::toFloats).getMessage();
        assertTrue(message.startsWith(file.path() + ": tensor 'q' is stored as " + dtype), message);
      }
    }
  }

  @Test
  void readsUnsignedIntegers() throws Exception {
    try (SafeTensorsFile file = file("U16", 8)) {
      assertArrayEquals(new long[] {0x201, 0x403, 0x605, 0x807}, file.entry("q").toLongs());
    }
    try (SafeTensorsFile file = file("U32", 16)) {
      assertEquals(0x100f0e0dL, file.entry("q").toLongs()[3]);
    }
  }

  @Test
  void refusesUnknownDtypesAndHalvesOfABlock() throws Exception {
    assertThrows(InputException.class, () -> file("Q8_0", 4));
    assertThrows(InputException.class, () -> file("C128", 64));
    assertThrows(InputException.class, () -> file("F8", 4));
    String message = assertThrows(InputException.class, () -> file("F4", 3)).getMessage();
    assertTrue(message.contains("needs 2 bytes"), message);
  }
}
