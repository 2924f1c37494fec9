package org.affectgpt.test.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.gguf.GgufArray;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file holds, and what is wrong with damaged ones. */
class GgufFileTest {
  @TempDir Path folder;

  private Path write(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("model.gguf"), bytes);
  }

  private void refused(String why, GgufBytes file) throws Exception {
    refused(why, file.build());
  }

  private void refused(String why, byte[] bytes) throws Exception {
    Path path = write(bytes);
    InputException e = assertThrows(InputException.class, () -> GgufFile.open(path).close());
    assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void readsEveryValueType() throws Exception {
    byte[] inner = new byte[12 + 8];
    System.arraycopy(GgufBytes.ints(5, 2), 0, inner, 0, 8);
    System.arraycopy(GgufBytes.ints(-3, 9), 0, inner, 12, 8);
    byte[] nested = new byte[12 + inner.length];
    System.arraycopy(GgufBytes.ints(9, 1), 0, nested, 0, 8);
    System.arraycopy(inner, 0, nested, 12, inner.length);
    GgufBytes file =
        new GgufBytes()
            .raw("u8", 0, new byte[] {-1})
            .raw("i8", 1, new byte[] {-1})
            .raw("u16", 2, new byte[] {-1, -1})
            .raw("i16", 3, new byte[] {-2, -1})
            .pair("u32", -1)
            .raw("i32", 5, GgufBytes.ints(-7))
            .pair("f32", 0.1f)
            .pair("yes", true)
            .pair("text", "naïve")
            .pair("u64", 5L)
            .pair("large", -1L)
            .raw("i64", 11, GgufBytes.longs(-5))
            .raw("f64", 12, GgufBytes.longs(Double.doubleToLongBits(0.25)))
            .pair("words", new String[] {"a", "", "ß"})
            .pair("scores", new float[] {-1.5f, 0.1f})
            .raw("nested", 9, nested);
    try (GgufFile f = GgufFile.open(write(file.build()))) {
      Map<String, Object> v = f.metadata().values();
      assertEquals(255L, v.get("u8"));
      assertEquals(-1L, v.get("i8"));
      assertEquals(65535L, v.get("u16"));
      assertEquals(-2L, v.get("i16"));
      assertEquals(4294967295L, v.get("u32"));
      assertEquals(-7L, v.get("i32"));
      assertEquals(0.1, v.get("f32"));
      assertEquals(true, v.get("yes"));
      assertEquals("naïve", f.metadata().text("text"));
      assertEquals(5L, v.get("u64"));
      assertEquals(new BigInteger("18446744073709551615"), v.get("large"));
      assertEquals(-5L, v.get("i64"));
      assertEquals(0.25, f.metadata().number("f64", 0));
      assertEquals(List.of("a", "", "ß"), ((GgufArray) v.get("words")).strings());
      assertArrayEquals(new double[] {-1.5, 0.1}, ((GgufArray) v.get("scores")).reals());
      List<GgufArray> arrays = ((GgufArray) v.get("nested")).arrays();
      assertEquals(1, arrays.size());
      assertArrayEquals(new long[] {-3, 9}, arrays.getFirst().integers());
      InputException e = assertThrows(InputException.class, () -> f.metadata().integer("text", 1));
      assertTrue(e.getMessage().contains("'text' is naïve but a whole number"), e.getMessage());
      assertThrows(InputException.class, () -> ((GgufArray) v.get("words")).integers());
    }
  }

  @Test
  void shapesAreRowMajorAndBytesInPlace() throws Exception {
    byte[] values = GgufBytes.ints(1, 2, 3, 4, 5, 6);
    GgufBytes file =
        new GgufBytes()
            .version(2)
            .tensor("first", 26, new byte[4], 1)
            .tensor("matrix", 26, values, 3, 2)
            .tensor("none", 0, new byte[0], 0, 4);
    try (Arena arena = Arena.ofShared();
        TensorSource f = WeightFiles.open(write(file.build()), arena)) {
      assertEquals(List.of(2L, 3L), f.entry("matrix").shape());
      assertEquals(StoredType.I32, f.entry("matrix").type());
      assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, f.entry("matrix").toInts());
      assertTrue(f.entry("matrix").data().isMapped());
      assertEquals(0, f.entry("none").toFloats().length);
    }
  }

  @Test
  void refusesForeignFiles() throws Exception {
    refused("is empty, 0 bytes", new byte[0]);
    refused("the signature takes 4 bytes", new byte[] {'G', 'G'});
    refused("does not begin with GGUF", "PK\3\4 something".getBytes("US-ASCII"));
    refused("version 1 is not supported", new GgufBytes().version(1));
    refused("big-endian", new GgufBytes().version(3 << 24));
  }

  @Test
  void refusesClaimsBeyondTheFile() throws Exception {
    refused("the number of tensors", new GgufBytes().claim(0, 1L << 60));
    refused("the number of metadata pairs", new GgufBytes().claim(-1, 0));
    refused(
        "the name of tensor 0 is empty",
        new GgufBytes().claim(1, 0).tensor("a", 0, new byte[64], 16));
    byte[] array = new byte[12];
    System.arraycopy(GgufBytes.ints(8, -1, 1), 0, array, 0, 12);
    refused("the length of metadata 'a'", new GgufBytes().raw("a", 9, array));
    refused("metadata 's' takes", new GgufBytes().raw("s", 8, GgufBytes.longs(1L << 40)));
    refused("of a data section", new GgufBytes().tensorAt("a", 0, 0, 1L << 40));
    refused("is too large", new GgufBytes().tensorAt("a", 0, 0, 1L << 40, 1L << 40));
    refused("overlap", new GgufBytes().tensor("a", 0, new byte[64], 16).tensorAt("b", 0, 32, 8));
    refused("a multiple of the alignment", new GgufBytes().tensorAt("a", 0, 8, 1));
    refused("a dimension of", new GgufBytes().tensorAt("a", 0, 0, -1));
    refused("has 5 dimensions", new GgufBytes().tensorAt("a", 0, 0, 1, 1, 1, 1, 1));
  }

  @Test
  void refusesWhatHasNoMeaning() throws Exception {
    refused("'a' is given twice", new GgufBytes().pair("a", 1).pair("a", 2));
    GgufBytes twice = new GgufBytes().tensor("a", 0, new byte[4], 1).tensor("a", 0, new byte[4], 1);
    refused("'a' is listed twice", twice);
    refused("unknown type 13", new GgufBytes().raw("a", 13, new byte[8]));
    refused("has the type IQ4_XS", new GgufBytes().tensor("a", 23, new byte[136], 256));
    refused("has the type number 99", new GgufBytes().tensor("a", 99, new byte[136], 256));
    refused("no whole Q4_K blocks", new GgufBytes().tensor("a", 12, new byte[144], 128, 2));
    refused("not a power of two", new GgufBytes().pair("general.alignment", 48));
    refused("control characters", new GgufBytes().pair("a\nb", 1));
    byte[] deep = new byte[60];
    for (int i = 0; i < 60; i += 12) {
      System.arraycopy(GgufBytes.ints(9, 1), 0, deep, i, 8);
    }
    refused("nests arrays deeper", new GgufBytes().raw("a", 9, deep));
    byte[] notText = {2, 0, 0, 0, 0, 0, 0, 0, -1, -2};
    refused("not valid UTF-8", new GgufBytes().raw("a", 8, notText));
  }
}
