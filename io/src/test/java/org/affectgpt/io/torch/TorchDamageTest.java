package org.affectgpt.io.torch;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged archives, and archives whose pickle claims what is not there. */
class TorchDamageTest {
  private static final String STORAGE = "((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI%d\ntQ";
  private static final String TENSOR = "}Vx\nctorch._utils\n_rebuild_tensor_v2\n" + STORAGE;

  @TempDir Path folder;

  private Path archive(String pickle, int storageBytes, boolean deflated) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("a/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
    members.put("a/data/0", new byte[storageBytes]);
    return zip(members, deflated);
  }

  private Path zip(Map<String, byte[]> members, boolean deflated) throws IOException {
    Path file = folder.resolve("m.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        if (!deflated) {
          CRC32 crc = new CRC32();
          crc.update(member.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(member.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    }
    return file;
  }

  private static void refused(Path file, String part) {
    String message =
        assertThrows(
                InputException.class, () -> TorchFile.open(file, Arena.ofAuto()).source().entries())
            .getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(part), message);
  }

  private static String tensor(int elements, String rest) {
    return TENSOR.formatted(elements) + rest + "I00\nN}tRs.";
  }

  @Test
  void checksClaimsAgainstTheFile() throws IOException {
    Path fine = archive(tensor(4, "I0\n(I2\nI2\nt(I2\nI1\nt").replace("N}", "}"), 16, false);
    assertThrowsNothing(fine);
    refused(archive(tensor(5, "I0\n(I2\nt(I1\nt"), 16, false), "has 16 bytes");
    refused(archive(tensor(-1, "I0\n(I2\nt(I1\nt"), 16, false), "-1 elements");
    refused(archive(tensor(4, "I1\n(I2\nI2\nt(I2\nI1\nt"), 16, false), "beyond its storage");
    refused(archive(tensor(4, "I-1\n(I2\nt(I1\nt"), 16, false), "with shape");
    refused(archive(tensor(4, "I0\n(I2\nt(I-1\nt"), 16, false), "holds -1");
    refused(archive(tensor(4, "I0\n(I2\nt(t"), 16, false), "strides");
    refused(archive(tensor(4, "I0\n(L4611686018427387904L\nt(I4\nt"), 16, false), "beyond");
    refused(archive(tensor(4, "I0\n(L4611686018427387904L\nt(I0\nt"), 16, false), "beyond");
    refused(archive(tensor(4, "I0\n(I1000000\nI1000000\nt(I0\nI0\nt"), 16, false), "repeats few");
    refused(archive(tensor(4, "I0\n(I2\nt(I1\nt").replace("V0", "V1"), 16, false), "not in the");
    refused(archive(tensor(4, "I0\n(I2\nt(I1\nt"), 16, true), "compressed");
    refused(archive("(V" + "k".repeat(2000) + "\n}d.", 16, false), "letters");
  }

  private static void assertThrowsNothing(Path file) {
    TensorEntry entry = TorchFile.open(file, Arena.ofAuto()).source().entry("x");
    assertTrue(entry.toFloats().length == 4);
  }

  @Test
  void saysWhatAFileIsInstead() throws IOException {
    refused(zip(Map.of("x/y", new byte[3]), true), "not one of torch.save");
    Map<String, byte[]> big = new LinkedHashMap<>();
    big.put("a/data.pkl", "}.".getBytes(StandardCharsets.US_ASCII));
    big.put("a/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    refused(zip(big, false), "big-endian");
    Path text = folder.resolve("text.pth");
    Files.writeString(text, "not weights");
    refused(text, "not an archive");
    Files.writeString(text, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n");
    refused(text, "git lfs pull");
    refused(folder.resolve("none.pth"), "no such file");
    refused(folder, "is a folder");
  }

  @Test
  void survivesTruncationAndMutation() throws IOException {
    byte[] good;
    try (InputStream in = TorchDamageTest.class.getResourceAsStream("checkpoint.pth")) {
      assertNotNull(in);
      good = in.readAllBytes();
    }
    Path file = folder.resolve("m.pth");
    for (int length = 0; length < good.length; length += 97) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThrows(InputException.class, () -> TorchFile.open(file, Arena.ofAuto()));
    }
    CounterRng rng = new CounterRng(3);
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] bad = good.clone();
      for (int k = rng.nextInt(6); k >= 0; k--) {
        bad[rng.nextInt(bad.length)] = (byte) rng.nextLong();
      }
      Path mutated = folder.resolve("m" + round + ".pth");
      Files.write(mutated, bad);
      try {
        TorchFile.open(mutated, Arena.ofAuto()).source().entries().forEach(TensorEntry::toFloats);
      } catch (InputException e) {
        refused++;
      }
    }
    assertTrue(refused > 100, refused + " refused");
  }
}
