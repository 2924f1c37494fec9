package org.affectgpt.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.affectgpt.io.csv.CsvTable;
import org.affectgpt.io.huggingface.HuggingFaceFolder;
import org.affectgpt.io.media.AudioReader;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.media.RgbImage;
import org.affectgpt.io.media.VideoReader;
import org.affectgpt.io.npy.NpyArray;
import org.affectgpt.io.tokenizer.Tokenizer;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.nn.config.JsonConfig;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 468920\n";

  @TempDir Path folder;

  @FunctionalInterface
  private interface Reading {
    void read(Path file) throws Exception;
  }

  /** Every reader of a file of the user's, by a name that it would open. */
  private static Map<String, Reading> readers() {
    Map<String, Reading> all = new LinkedHashMap<>();
    for (String name :
        new String[] {"m.safetensors", "m.gguf", "m.bin", "m.pth", "m.npz", "m.npy"}) {
      all.put(name, file -> WeightFiles.open(file, Arena.ofAuto()));
    }
    all.put("faces.npy", NpyArray::read);
    all.put("tokenizer.json", Tokenizer::load);
    all.put("config.json", f -> new HuggingFaceFolder(f.getParent()).config((t, s) -> t));
    all.put(
        "model.safetensors.index.json",
        f -> new HuggingFaceFolder(f.getParent()).weights(Arena.ofAuto()));
    all.put(
        "preprocessor_config.json",
        p -> ImageProcessorConfig.read(JsonConfig.parse(InputFile.text(p), p.toString())));
    all.put("picture.png", RgbImage::read);
    all.put("table.csv", CsvTable::read);
    all.put("clip.mp4", f -> VideoReader.uniform(f, 1, 8, 8));
    all.put("clip.wav", AudioReader::read);
    return all;
  }

  private void refused(String content, String part) throws Exception {
    for (Map.Entry<String, Reading> r : readers().entrySet()) {
      Path own = Files.createDirectories(folder.resolve(r.getKey() + ".d"));
      Path file = Files.writeString(own.resolve(r.getKey()), content);
      String message =
          assertThrows(InputException.class, () -> r.getValue().read(file), r.getKey())
              .getMessage();
      assertTrue(message.startsWith(file + ": ") && message.contains(part), message);
      assertEquals(1, message.lines().count(), message);
    }
  }

  @Test
  void namesPointersOfGitLfsEverywhere() throws Exception {
    refused(POINTER, "git lfs pull");
  }

  @Test
  void namesWebPagesEverywhere() throws Exception {
    refused("\n<!DOCTYPE html><html><body>Sign in</body></html>", "web page");
  }

  @Test
  void saysWhatStandsInPlaceOfAFile() throws Exception {
    says(folder, "is a folder");
    Path link = Files.createSymbolicLink(folder.resolve("l.bin"), Path.of("blobs/none"));
    says(link, "symbolic link to blobs/none, which is not there");
    Path cut = folder.resolve("model.safetensors");
    Files.write(folder.resolve("model.safetensors.incomplete"), new byte[10]);
    says(cut, "its download was cut");
    says(folder.resolve("none"), "no such file");
    says(Path.of("/dev/null"), "not a regular file");
    assertFalse(InputFile.isThere(folder.resolve("none")));
    assertTrue(InputFile.isThere(link) && InputFile.isThere(cut));
  }

  @Test
  void saysThatAPipeIsNoFile() throws Exception {
    Path pipe = folder.resolve("pipe.gguf");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "no mkfifo here");
    says(pipe, "is not a regular file but a pipe");
  }

  @Test
  void saysThatAFileMayNotBeRead() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "x");
    assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret), "root reads all");
    says(secret, "permission denied");
  }

  private static void says(Path path, String part) {
    String message = assertThrows(InputException.class, () -> InputFile.require(path)).getMessage();
    assertTrue(message.startsWith(path + ": ") && message.contains(part), message);
    assertFalse(message.contains("Exception"), message);
  }

  @Test
  void saysWhatAWeightFileReallyIs() throws Exception {
    is("m.safetensors", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0}, "gzip");
    is("m.safetensors", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0}, "zip archive");
    is(
        "m.safetensors",
        "Entry not found".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "'Entry not found'");
    is(
        "m.bin",
        "Invalid username or password.".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "'Invalid username or password.'");
    is("m.npz", new byte[] {0x1f, (byte) 0x8b, 8, 0}, "gzip");
    is("m.pth", new byte[0], "is empty");
  }

  private void is(String name, byte[] content, String part) throws Exception {
    Path file = Files.write(folder.resolve(name), content);
    String message =
        assertThrows(InputException.class, () -> WeightFiles.open(file, Arena.ofAuto()))
            .getMessage();
    assertTrue(message.startsWith(file + ": ") && message.contains(part), message);
  }
}
