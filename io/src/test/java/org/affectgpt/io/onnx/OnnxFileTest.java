package org.affectgpt.io.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
      TensorSource named = LayerNames.of(file, Path.of("here"), arena);
      TensorEntry weight = named.entry("layer.weight").require(2, 3);
      assertArrayEquals(new float[] {0, 2, 4, 1, 3, 5}, weight.toFloats());
      assertArrayEquals(new float[] {1, 2}, named.entry("layer.bias").toFloats());
      assertNull(named.find("onnx::MatMul_1"));
    }
  }

  private static ProtoBytes node(String operator, String... inputs) {
    ProtoBytes node = new ProtoBytes();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, "out").text(4, operator);
  }

  /** What a layer's weight 0 1 / 2 3 is read as, in a graph with one operation. */
  private float[] weightOf(ProtoBytes node, String stored) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0).putFloat(1).putFloat(2).putFloat(3);
    ProtoBytes weight = new ProtoBytes().number(1, 2).number(1, 2).number(2, 1).text(8, stored);
    ProtoBytes bias = new ProtoBytes().number(1, 2).number(2, 1).text(8, "layer.bias");
    ProtoBytes graph =
        new ProtoBytes()
            .message(1, node)
            .message(5, weight.bytes(9, data.array()))
            .message(5, bias.bytes(9, new byte[8]));
    Path file = temp.resolve("m.onnx");
    Files.write(file, new ProtoBytes().number(1, 8).message(7, graph).build());
    try (Arena arena = Arena.ofShared()) {
      TensorSource named = LayerNames.of(OnnxFile.open(file, arena), file, arena);
      return named.entry("layer.weight").toFloats();
    }
  }

  @Test
  void whereAProductTakesAWeightAsItIsTheWeightIsTurnedToTheLayersForm() throws IOException {
    float[] turned = {0, 2, 1, 3};
    assertArrayEquals(turned, weightOf(node("MatMul", "x", "layer.weight"), "layer.weight"));
    assertArrayEquals(
        turned, weightOf(node("Gemm", "x", "layer.weight", "layer.bias"), "layer.weight"));
    assertArrayEquals(turned, weightOf(node("Gemm", "x", "val_3", "layer.bias"), "val_3"));
    ProtoBytes transB = new ProtoBytes().text(1, "transB").number(3, 1).number(20, 2);
    ProtoBytes gemm = node("Gemm", "x", "layer.weight", "layer.bias").message(5, transB);
    assertArrayEquals(new float[] {0, 1, 2, 3}, weightOf(gemm, "layer.weight"));
    ProtoBytes elsewhere = node("Transpose", "layer.weight");
    assertArrayEquals(new float[] {0, 1, 2, 3}, weightOf(elsewhere, "layer.weight"));
  }

  @Test
  void quantisedWeightsAreRefused() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> weightOf(node("MatMulInteger", "x", "layer.weight"), "layer.weight"));
    assertEquals(
        temp.resolve("m.onnx")
            + ": its weights are quantised (operator MatMulInteger), which is not read; take the"
            + " model that is not, or its safetensors file",
        e.getMessage());
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
    Files.write(
        temp.resolve("s.onnx"), model(tensor(7).bytes(1, new byte[0]).number(7, 3)).build());
    try (OnnxFile onnx = OnnxFile.open(temp.resolve("s.onnx"))) {
      assertEquals(List.of(), onnx.entry("w").shape());
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    assertEquals(": is empty, 0 bytes; its download was cut? get it again", refused(new byte[0]));
    assertEquals(
        ": damaged ONNX file: tensor 'w' of shape [2, 2] and type F32 needs 16 bytes but has 4; get the file again",
        refused(model(tensor(1, 2, 2).bytes(9, new byte[4])).build()));
    assertEquals(
        ": damaged ONNX file: tensor 'w' of shape [4611686018427387904, 4] is too large; get the file again",
        refused(model(tensor(1, 1L << 62, 4)).build()));
    assertEquals(
        ": damaged ONNX file: initialiser 0 has the shape [-1]; get the file again",
        refused(model(tensor(1, -1)).build()));
    byte[] packed = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 2};
    assertEquals(
        ": damaged ONNX file: tensor 'w' of shape [34359738367, 2] and type F32 needs"
            + " 274877906936 bytes but has 0; get the file again",
        refused(model(tensor(1).bytes(1, packed)).build()));
    byte[] negative = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2};
    assertEquals(
        ": damaged ONNX file: initialiser 0 has the shape [-1, 2]; get the file again",
        refused(model(tensor(1).bytes(1, negative)).build()));
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
