package org.affectgpt.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files end in one clear line, quickly. */
class SafeTensorsDamageTest {
  @TempDir Path folder;

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(json.length).put(json);
    return Files.write(folder.resolve("m.safetensors"), all.array());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                                             | not a JSON object",
        "{\"a\":                                                         | header",
        "{\"a\":3}                                                       | 'a' is not a JSON object",
        "{} x                                                            | header",
        "{\"__metadata__\":{\"k\":1}}                                    | 'k' is not a string",
        "{\"a\":{\"dtype\":\"F12\",\"shape\":[2],\"data_offsets\":[0,8]}} | dtype F12",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}                       | needs dtype, shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | needs 12 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | whole number",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | whole number",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}} | whole",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}} | imposs",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | truncated",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | before its begin",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | gap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | holds 8",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}} | 'b' overlaps",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[8,8]}} | twice",
      })
  void saysWhatIsWrong(String header, String part) throws IOException {
    Path path = file(header, 8);
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          String m =
              assertThrows(InputException.class, () -> SafeTensorsFile.open(path)).getMessage();
          assertTrue(m.startsWith(path.toString()) && m.contains(part), m);
          assertEquals(-1, m.indexOf('\n'), m);
        });
  }

  @Test
  void refusesNumbersOfTooManyDigits() throws IOException {
    saysWhatIsWrong("{}" + "18446744073709551616".repeat(100), "is not readable JSON");
    saysWhatIsWrong("{\"a\":" + "1".repeat(2000) + "}", "header");
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{}" + "7".repeat(2000));
    String m =
        assertThrows(InputException.class, () -> SafeTensorsFolder.open(folder)).getMessage();
    assertTrue(m.startsWith(folder.toString()) && m.indexOf('\n') < 0, m);
  }

  @Test
  void refusesImpossibleLengths() throws IOException {
    Path path = file("{}", 0);
    byte[] good = Files.readAllBytes(path);
    for (long length : new long[] {-1, 0, 1, 3, Long.MAX_VALUE, 200_000_000L}) {
      ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      Files.write(path, good);
      assertThrows(InputException.class, () -> SafeTensorsFile.open(path));
    }
    Files.write(path, new byte[3]);
    assertThrows(InputException.class, () -> SafeTensorsFile.open(path));
    assertThrows(InputException.class, () -> SafeTensorsFile.open(folder));
    assertThrows(InputException.class, () -> SafeTensorsFile.open(folder.resolve("none")));
  }

  @Test
  void survivesMutations() throws IOException {
    Path path = folder.resolve("m.safetensors");
    new SafeTensorsWriter()
        .metadata("k", "v")
        .floats("a", StoredType.F32, new long[] {2, 3}, new float[6])
        .ints("b", new long[] {4}, new int[4])
        .write(path);
    byte[] good = Files.readAllBytes(path);
    CounterRng rng = new CounterRng(11);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] bad = java.util.Arrays.copyOf(good, good.length - rng.nextInt(3) * rng.nextInt(20));
      for (int k = rng.nextInt(4); k >= 0; k--) {
        bad[rng.nextInt(bad.length)] = (byte) rng.nextLong();
      }
      Files.write(path, bad);
      try (SafeTensorsFile f = SafeTensorsFile.open(path)) {
        f.entries().forEach(TensorEntry::toFloats);
      } catch (InputException e) {
        refused++;
      }
    }
    assertTrue(refused > 500, "only " + refused + " mutated files were refused");
  }

  @Test
  void checksTheIndex() throws IOException {
    assertThrows(InputException.class, () -> SafeTensorsFolder.open(folder));
    assertThrows(InputException.class, () -> SafeTensorsFolder.open(folder.resolve("none")));
    new SafeTensorsWriter()
        .ints("a", new long[] {1}, new int[] {7})
        .write(folder.resolve("s1.safetensors"));
    assertEquals(7, open("{\"weight_map\":{\"a\":\"s1.safetensors\"}}").toInts()[0]);
    assertIndexError("{\"weight_map\":{\"a\":\"s2.safetensors\"}}", "s2.safetensors: missing");
    assertIndexError("{\"weight_map\":{\"b\":\"s1.safetensors\"}}", "has no tensor 'b'");
    assertIndexError("{\"weight_map\":{\"a\":\"../s1.safetensors\"}}", "same folder");
    assertIndexError("{\"weight_map\":[]}", "weight_map");
    assertIndexError("{\"weight_map", "not valid JSON");
  }

  private TensorEntry open(String index) throws IOException {
    Files.writeString(folder.resolve(SafeTensorsFolder.INDEX), index);
    try (SafeTensorsFolder f = SafeTensorsFolder.open(folder)) {
      TensorEntry mapped = f.entry("a");
      return new TensorEntry(
          mapped.name(),
          mapped.type(),
          mapped.shape(),
          java.lang.foreign.MemorySegment.ofArray(
              mapped.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)),
          mapped.file());
    }
  }

  private void assertIndexError(String index, String part) {
    String message = assertThrows(InputException.class, () -> open(index)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
