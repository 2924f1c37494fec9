package org.affectgpt.io.npz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.stored.TensorSource;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of every kind that NumPy 2 saves: all are listed, numbers are read. */
class NpzDtypesTest {
  private static Path resource(String name) throws Exception {
    return Path.of(Objects.requireNonNull(NpzDtypesTest.class.getResource(name), name).toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"all_dtypes.npz", "all_dtypes_compressed.npz"})
  void listsAllAndReadsNumbers(String name) throws Exception {
    NpzFile file = NpzFile.open(resource(name), Arena.ofAuto());
    Map<String, String> formats = new TreeMap<>();
    file.entries().forEach(e -> formats.put(e.name(), e.format()));
    assertEquals(16, formats.size());
    assertEquals("F32", formats.get("f"));
    assertEquals("numpy [('a', '<f4'), ('b', '<i8', (1,))]", formats.get("st"));
    assertEquals("numpy <M8[D]", formats.get("when"));
    assertEquals("numpy <m8[ns]", formats.get("dur"));
    assertEquals("C128", formats.get("c"));
    assertEquals("C64", formats.get("c8"));
    assertEquals("numpy |S2", formats.get("by"));
    assertEquals("numpy |V3", formats.get("v"));
    assertEquals("numpy <f16", formats.get("ld"));
    assertEquals("U64", formats.get("u8"));
    assertEquals("numpy <U5", formats.get("text"));
    assertEquals("numpy |O", formats.get("obj"));
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.entry("f").require(2, 3).toFloats());
    assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5}, file.entry("fo").require(2, 3).toLongs());
    assertArrayEquals(new long[] {(1L << 32) - 1}, file.entry("u4").toLongs());
    assertArrayEquals(new float[] {1, 2, 3}, file.entry("plain").toFloats());
    assertEquals(List.of("Grüße"), file.texts("big"));
    for (TensorEntry e : file.entries()) {
      if (!e.type().isComputed()) {
        String message = assertThrows(InputException.class, e::toFloats).getMessage();
        assertTrue(message.contains("tensor '" + e.name() + "' is stored as "), message);
      }
    }
  }

  @Test
  void opensSingleArrays() throws Exception {
    TensorSource one = WeightFiles.open(resource("../npy/fortran.npy"), Arena.ofAuto());
    assertEquals(1, one.entries().size());
    TensorSource structure = WeightFiles.open(resource("../npy/structure.npy"), Arena.ofAuto());
    assertTrue(structure.entry("array").format().startsWith("numpy [('a'"));
    assertEquals(1, structure.entry("array").elements());
    TensorSource big = WeightFiles.open(resource("../npy/big.npy"), Arena.ofAuto());
    assertEquals(big.entry("array").elements(), big.entry("array").toFloats().length);
  }
}
