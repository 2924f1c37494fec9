package org.affectgpt.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.affectgpt.io.stored.StoredType;
import org.junit.jupiter.api.Test;

/** What is written is what is read. */
class SafeTensorsRoundTripTest {
  @Property(tries = 60)
  void keepsNamesAndValues(
      @ForAll @Size(max = 6) @UniqueElements List<String> names,
      @ForAll float[] floats,
      @ForAll long[] longs,
      @ForAll String text)
      throws IOException {
    Path path = Files.createTempFile("round", ".safetensors");
    try {
      SafeTensorsWriter writer = new SafeTensorsWriter().metadata("text", clean(text));
      for (int i = 0; i < names.size(); i++) {
        writer.floats("f" + i + clean(names.get(i)), StoredType.F32, shape(floats.length), floats);
        writer.longs("l" + i, shape(longs.length), longs);
      }
      writer.write(path);
      try (SafeTensorsFile f = SafeTensorsFile.open(path)) {
        assertEquals(clean(text), f.metadata().get("text"));
        assertEquals(2 * names.size(), f.entries().size());
        for (int i = 0; i < names.size(); i++) {
          assertArrayEquals(floats, f.entry("f" + i + clean(names.get(i))).toFloats());
          assertArrayEquals(longs, f.entry("l" + i).toLongs());
        }
      }
    } finally {
      Files.delete(path);
    }
  }

  @Test
  void streamsMoreThanABuffer() throws IOException {
    Path path = Files.createTempFile("large", ".safetensors");
    float[] values = new float[700_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try {
      new SafeTensorsWriter()
          .floats("f32", StoredType.F32, shape(values.length), () -> values)
          .floats("bf16", StoredType.BF16, shape(values.length), () -> values)
          .write(path);
      try (SafeTensorsFile f = SafeTensorsFile.open(path)) {
        assertArrayEquals(values, f.entry("f32").toFloats());
        float[] part = new float[3];
        f.entry("bf16").toFloats(255, part, 1, 2);
        assertArrayEquals(new float[] {0, 255, 256}, part);
      }
    } finally {
      Files.delete(path);
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path path = Files.createTempFile("old", ".safetensors");
    try {
      Files.writeString(path, "old");
      SafeTensorsWriter writer =
          new SafeTensorsWriter().floats("a", StoredType.F32, shape(3), new float[2]);
      assertThrows(IllegalArgumentException.class, () -> writer.write(path));
      assertEquals("old", Files.readString(path));
      assertThrows(IllegalArgumentException.class, () -> writer.ints("a", shape(1), new int[1]));
    } finally {
      Files.delete(path);
    }
  }

  private static long[] shape(long... dimensions) {
    return dimensions;
  }

  /** Lone surrogates have no UTF-8 form. */
  private static String clean(String text) {
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
