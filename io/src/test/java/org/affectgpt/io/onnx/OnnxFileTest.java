package org.affectgpt.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that ONNX's own Python package wrote, and damaged ones. */
class OnnxFileTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/affectgpt/io/onnx");
  private static final float[] VALUES = {1.5f, -2, 0, 3, 100, -0.25f};

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "raw.f32,F32",
    "raw.f64,F64",
    "raw.f16,F16",
    "typed.f32,F32",
    "typed.f64,F64",
    "typed.f16,F16",
    "typed.bf16,BF16"
  })
  void floatsOfEveryFormat(String name, StoredType type) {
    try (OnnxFile file = OnnxFile.open(FOLDER.resolve("types.onnx"))) {
      TensorEntry e = file.entry(name);
      assertEquals(type, e.type());
      assertEquals(List.of(2L, 3L), e.shape());
      assertArrayEquals(VALUES, e.toFloats());
    }
  }

  @Test
  void wholeNumbersOfEveryFormat() {
    try (OnnxFile file = OnnxFile.open(FOLDER.resolve("types.onnx"))) {
      assertArrayEquals(new long[] {-5, 1L << 40}, file.entry("raw.i64").toLongs());
      assertArrayEquals(new long[] {0, 255}, file.entry("raw.u8").toLongs());
      assertArrayEquals(new long[] {1, 0}, file.entry("raw.bool").toLongs());
      assertArrayEquals(new long[] {7}, file.entry("raw.scalar").toLongs());
      assertEquals(List.of(), file.entry("raw.scalar").shape());
      assertEquals(List.of(0L, 3L), file.entry("raw.empty").shape());
      assertArrayEquals(new long[] {-1, 2, 2147483647}, file.entry("typed.i32").toLongs());
      assertArrayEquals(new long[] {-(1L << 60), 9}, file.entry("typed.i64").toLongs());
      assertArrayEquals(new long[] {-128, 127}, file.entry("typed.i8").toLongs());
      assertArrayEquals(new long[] {0, 255}, file.entry("typed.u8").toLongs());
      assertArrayEquals(new long[] {-300, 300}, file.entry("typed.i16").toLongs());
      assertArrayEquals(new long[] {1, 0, 1}, file.entry("typed.bool").toLongs());
    }
  }

  @Test
  void tensorsInAnotherFileAndThoseThatAreNotRead() {
    try (OnnxFile file = OnnxFile.open(FOLDER.resolve("types.onnx"))) {
      assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.entry("outside").toFloats());
      assertEquals(FOLDER.resolve("types.data"), file.entry("outside").file());
      assertEquals("STRING", file.unread().get("text"));
      assertNull(file.find("text"));
    }
  }

  @Test
  void nodesAreData() {
    try (OnnxFile file = OnnxFile.open(FOLDER.resolve("types.onnx"))) {
      assertEquals(List.of("x"), file.inputs());
      assertEquals(List.of("y"), file.outputs());
      assertEquals("8", file.metadata().get("ir_version"));
      assertEquals("17", file.metadata().get("opset"));
      assertEquals("1", file.metadata().get("opset com.microsoft"));
      assertEquals("nobody", file.metadata().get("author"));
      OnnxNode node = file.nodes().get(2);
      assertEquals("Conv", node.operator());
      assertEquals("com.microsoft", node.domain());
      assertEquals(List.of("y1", "raw.f32", ""), node.inputs());
      assertEquals(List.of("y"), node.outputs());
      Map<String, Object> a = node.attributes();
      assertEquals(List.of(3L, 3L), a.get("kernel_shape"));
      assertEquals("SAME", a.get("auto_pad"));
      assertEquals(0.5f, a.get("alpha"));
      assertEquals(List.of(1f, 2f), a.get("scales"));
      assertEquals(List.of("a", "b"), a.get("names"));
      assertEquals(1L, a.get("group"));
      assertArrayEquals(VALUES, ((TensorEntry) a.get("t")).toFloats());
    }
  }

  @Test
  void aWeightTakesItsLayersNameAndShape() {
    try (Arena arena = Arena.ofShared()) {
      OnnxFile file = OnnxFile.open(FOLDER.resolve("types.onnx"), arena);
      TensorSource named = LayerNames.of(file, "here: has", arena);
      TensorEntry weight = named.entry("layer.weight").require(2, 3);
      assertArrayEquals(new float[] {0, 2, 4, 1, 3, 5}, weight.toFloats());
      assertArrayEquals(new float[] {1, 2}, named.entry("layer.bias").toFloats());
      assertNull(named.find("onnx::MatMul_1"));
    }
  }

  private static ProtoBytes model(ProtoBytes tensor) {
    return new ProtoBytes().number(1, 8).message(7, new ProtoBytes().message(5, tensor));
  }

  private static ProtoBytes tensor(int type, long... dims) {
    ProtoBytes t = new ProtoBytes();
    for (long d : dims) {
      t.number(1, d);
    }
    return t.number(2, type).text(8, "w");
  }

  private String refused(byte[] bytes) throws IOException {
    Path file = temp.resolve("m.onnx");
    Files.write(file, bytes);
    InputException e = assertThrows(InputException.class, () -> OnnxFile.open(file).close());
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    return e.getMessage().substring(file.toString().length());
  }

  @Test
  void unpackedDimensionsAndNumbersAreRead() throws IOException {
    Path file = temp.resolve("m.onnx");
    Files.write(file, model(tensor(7, 1, 2).number(7, 5).number(7, -6)).build());
    try (OnnxFile onnx = OnnxFile.open(file)) {
      assertArrayEquals(new long[] {5, -6}, onnx.entry("w").toLongs());
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    assertEquals(
        ": not an ONNX model: it holds no graph; get the file again", refused(new byte[0]));
    assertEquals(
        ": damaged ONNX file: tensor 'w' of shape [2, 2] and type F32 needs 16 bytes but has 4; get the file again",
        refused(model(tensor(1, 2, 2).bytes(9, new byte[4])).build()));
    assertEquals(
        ": damaged ONNX file: tensor 'w' of shape [4611686018427387904, 4] is too large; get the file again",
        refused(model(tensor(1, 1L << 62, 4)).build()));
    assertEquals(
        ": damaged ONNX file: initialiser 0 has the shape [-1]; get the file again",
        refused(model(tensor(1, -1)).build()));
    assertEquals(
        ": damaged ONNX file: tensor 'w' of type F32 holds numbers of another kind; get the file again",
        refused(model(tensor(1, 1).number(5, 3)).build()));
    byte[] whole = model(tensor(1, 1).bytes(9, new byte[4])).build();
    assertEquals(
        ": damaged ONNX file: the graph takes 15 bytes but only 10 are left; get the file again",
        refused(java.util.Arrays.copyOf(whole, whole.length - 5)));
    assertEquals(
        ": damaged ONNX file: metadata is stored as kind 6 instead of 2; get the file again",
        refused("version https://git".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void dataOutsideOfTheFolderIsNotFollowed() throws IOException {
    for (String location : List.of("../secret", "/etc/passwd", "", "a/../../b", "a\nb")) {
      ProtoBytes pair = new ProtoBytes().text(1, "location").text(2, location);
      String message = refused(model(tensor(1, 1).message(13, pair).number(14, 1)).build());
      assertEquals(
          ": damaged ONNX file: data of a tensor lies outside of the model's folder", message);
    }
    ProtoBytes pair = new ProtoBytes().text(1, "location").text(2, "w.bin");
    String missing = refused(model(tensor(1, 1).message(13, pair).number(14, 1)).build());
    assertEquals(
        ": tensor 'w' lies in " + temp.resolve("w.bin") + ", which is missing; put it there",
        missing);
  }
}
