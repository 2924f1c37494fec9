package org.affectgpt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files over files, overrides over all, and errors that name file and key. */
class ConfigFileTest {
  private final ConfigFile reader = new ConfigFile();
  @TempDir private Path temp;

  record Part(int batchSize, double initLr, @Nullable String name) {}

  record Whole(Part first, List<Integer> sizes) {}

  private Path file(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text);
  }

  @Test
  void laterFilesAndOverridesWin() throws IOException {
    Path base =
        file("base.yaml", "first: {batch_size: 3, init_lr: 1.0e-5, name: base}\nsizes: [1, 2]\n");
    Path over = file("over.json", "{\"first\": {\"batch_size\": 4}, \"sizes\": [7]}");
    assertEquals(
        new Whole(new Part(4, 1e-5, "base"), List.of(7)),
        reader.read(List.of(base, over), List.of(), Whole.class));
    assertEquals(
        new Whole(new Part(9, 1e-5, "a=b"), List.of(5, 6)),
        reader.read(
            List.of(base),
            List.of("first.batch_size=8", "first.batch_size=9", "first.name=a=b", "sizes=[5, 6]"),
            Whole.class));
    assertEquals(
        new Whole(new Part(1, 2, null), List.of()),
        reader.read(
            List.of(), List.of("first.batch_size=1", "first.init_lr=2", "sizes=[]"), Whole.class));
  }

  @Test
  void whatIsWrittenReadsBack() {
    Whole value = new Whole(new Part(2, 0.5, "x: y"), List.of(1));
    assertEquals(
        value,
        reader.parse(List.of(new ConfigText("text", reader.write(value))), List.of(), Whole.class));
  }

  @Test
  void errorsNameFileAndKey() throws IOException {
    Path none = temp.resolve("none.yaml");
    refused(List.of(none), List.of(), none.toString(), "no such");
    Path unknown = file("unknown.yaml", "first: {batch_size: 1, init_lr: 1, batch_sizes: 3}");
    refused(List.of(unknown), List.of(), unknown.toString(), "first.batch_sizes", "batch_size");
    Path broken = file("broken.yaml", "first: {batch_size: 3");
    refused(List.of(broken), List.of(), broken.toString(), "not valid YAML");
    Path list = file("list.yaml", "- 1\n- 2\n");
    refused(List.of(list), List.of(), list.toString(), "keys with values");
    Path empty = file("empty.yaml", "");
    refused(List.of(empty), List.of(), empty.toString(), "keys with values");
    Path type = file("type.yaml", "first: {batch_size: many, init_lr: 1}\nsizes: []");
    refused(List.of(type), List.of(), type.toString(), "first.batch_size");
    refused(List.of(), List.of("first"), "--set first", "key=value");
    refused(List.of(), List.of("=3"), "--set =3", "key=value");
    refused(List.of(), List.of("sizes=[1"), "--set sizes=[1", "YAML");
  }

  private void refused(List<Path> files, List<String> overrides, String... parts) {
    String message =
        assertThrows(InputException.class, () -> reader.read(files, overrides, Whole.class))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message + " lacks " + part);
    }
  }
}
