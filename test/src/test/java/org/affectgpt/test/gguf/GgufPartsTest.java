package org.affectgpt.test.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.gguf.GgufFile;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in several files. */
class GgufPartsTest {
  @TempDir Path folder;

  private Path part(String name, int number, int count, int tensors, String... own)
      throws Exception {
    GgufBytes bytes =
        new GgufBytes()
            .raw("split.no", 2, new byte[] {(byte) number, 0})
            .raw("split.count", 2, new byte[] {(byte) count, 0})
            .pair("split.tensors.count", tensors);
    for (String tensor : own) {
      bytes.tensor(tensor, 0, GgufBytes.ints(number, 7), 2);
    }
    return Files.write(folder.resolve(name), bytes.build());
  }

  private void refused(Path file, String message) {
    InputException e = assertThrows(InputException.class, () -> GgufFile.open(file));
    assertEquals(message.replace("DIR/", folder + "/"), e.getMessage());
  }

  @Test
  void theFirstOpensAll() throws Exception {
    Path first = part("m-00001-of-00003.gguf", 0, 3, 4, "a", "b");
    part("m-00002-of-00003.gguf", 1, 3, 4, "c");
    part("m-00003-of-00003.gguf", 2, 3, 4, "d");
    try (GgufFile file = GgufFile.open(first)) {
      assertEquals(4, file.entries().size());
      for (String name : new String[] {"a", "b", "c", "d"}) {
        int part = name.equals("c") ? 1 : name.equals("d") ? 2 : 0;
        assertEquals(Float.intBitsToFloat(part), file.entry(name).toFloats()[0], name);
      }
      assertEquals(first, file.path());
    }
  }

  @Test
  void anotherPartNamesTheFirst() throws Exception {
    refused(
        part("m-00002-of-00003.gguf", 1, 3, 4, "c"),
        "DIR/m-00002-of-00003.gguf: is part 2 of 3 of a split model; give its first part,"
            + " m-00001-of-00003.gguf");
    refused(
        part("other.gguf", 1, 3, 4, "c"),
        "DIR/other.gguf: is part 2 of 3 of a split model; give its first part");
  }

  @Test
  void aRenamedFirstPartIsTold() throws Exception {
    refused(
        part("m.gguf", 0, 2, 2, "a"),
        "DIR/m.gguf: is part 1 of 2 of a split model, and its parts are found by their names; rename"
            + " it to end in -00001-of-00002.gguf");
  }

  @Test
  void missingMixedAndMiscountedParts() throws Exception {
    Path first = part("m-00001-of-00003.gguf", 0, 3, 3, "a");
    refused(
        first,
        "DIR/m-00001-of-00003.gguf: of its 3 parts these are missing: m-00002-of-00003.gguf,"
            + " m-00003-of-00003.gguf; put them beside it");
    part("m-00002-of-00003.gguf", 1, 3, 3, "b");
    part("m-00003-of-00003.gguf", 1, 3, 3, "c");
    refused(
        first,
        "DIR/m-00003-of-00003.gguf: says that it is part 2 of 3, not part 3 of 3; the parts do not"
            + " belong together");
    part("m-00003-of-00003.gguf", 2, 3, 3, "a");
    refused(
        first,
        "DIR/m-00003-of-00003.gguf: tensor 'a' is in another part too; the parts do not belong"
            + " together");
    part("m-00003-of-00003.gguf", 2, 3, 3, "c", "d");
    refused(
        first,
        "DIR/m-00001-of-00003.gguf: its parts hold 4 tensors, but metadata 'split.tensors.count'"
            + " says 3; a part is of another model or damaged");
    Files.write(folder.resolve("m-00003-of-00003.gguf"), new GgufBytes().build());
    refused(
        first,
        "DIR/m-00003-of-00003.gguf: does not say that it is a part of a model, let alone part 3 of 3;"
            + " the parts do not belong together");
  }

  @Test
  void onePartIsAWholeModel() throws Exception {
    try (GgufFile file = GgufFile.open(part("whole.gguf", 0, 1, 1, "a"))) {
      assertEquals(1, file.entries().size());
    }
  }
}
