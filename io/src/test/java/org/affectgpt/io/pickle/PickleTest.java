package org.affectgpt.io.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that Python 3 wrote in every protocol. */
class PickleTest {
  private static Object read(String name) throws Exception {
    try (InputStream in = PickleTest.class.getResourceAsStream(name)) {
      assertNotNull(in);
      PickleGlobals globals = NumpyGlobals.addTo(PickleGlobals.plain());
      MemorySegment stream = MemorySegment.ofArray(in.readAllBytes());
      return Pickle.read(name, stream, globals, PersistentIds.none());
    }
  }

  private static PythonTuple tuple(Object... items) {
    return new PythonTuple(Arrays.asList(items));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void readsPlainValues(int protocol) throws Exception {
    Map<?, ?> value = assertInstanceOf(Map.class, read("plain" + protocol + ".pkl"));
    assertNull(value.get("none"));
    assertEquals(true, value.get("t"));
    assertEquals(false, value.get("f"));
    assertEquals(
        List.of(0L, 255L, 256L, 65536L, -1L, 1L << 40, -(1L << 40), BigInteger.ONE.shiftLeft(100)),
        value.get("i"));
    assertEquals(List.of(1.5, Double.POSITIVE_INFINITY, -0.0, 1e300), value.get("d"));
    assertEquals("grüße \n 😀 \\u", value.get("s"));
    MemorySegment bytes = assertInstanceOf(MemorySegment.class, value.get("b"));
    assertArrayEquals(new byte[] {0, (byte) 255, (byte) 128}, bytes.toArray(ValueLayout.JAVA_BYTE));
    assertEquals(List.of(List.of(), List.of(1L)), value.get("l"));
    assertEquals(
        tuple(tuple(), tuple(1L), tuple(1L, 2L), tuple(1L, 2L, 3L), tuple(1L, 2L, 3L, 4L)),
        value.get("tu"));
    assertEquals(Map.of("a", 1L), value.get("o"));
    assertEquals(Set.of(1L), value.get("se"));
    assertEquals(Set.of("x"), value.get("fs"));
    assertEquals("seven", value.get(7L));
    assertEquals(1.5, value.get("sc"));
    NumpyValue array = assertInstanceOf(NumpyValue.class, value.get("arr"));
    assertEquals(List.of(2L, 2L), array.shape());
    assertArrayEquals(new int[] {0, 1, 2, 3}, array.tensor("a", Path.of("f")).toInts());
    NumpyValue texts = assertInstanceOf(NumpyValue.class, value.get("str"));
    assertEquals(List.of("a", "bc"), texts.texts("f"));
  }
}
