package org.affectgpt.io.stored;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file is by its first bytes, for the message about one that is not what its name says. */
public final class FileKind {
  private static final int HEAD = 80;

  private FileKind() {}

  /**
   * What these bytes are and what to do with them, for example {@code "is gzip-compressed; unpack
   * it first"}; null if that cannot be told.
   */
  public static @Nullable String hint(MemorySegment all) {
    byte[] head = all.asSlice(0, Math.min(HEAD, all.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    for (Map.Entry<String, String> kind : kinds().entrySet()) {
      byte[] magic = kind.getKey().getBytes(StandardCharsets.ISO_8859_1);
      if (head.length >= magic.length && Arrays.equals(Arrays.copyOf(head, magic.length), magic)) {
        return kind.getValue();
      }
    }
    if (isText(head)) {
      String words =
          new String(head, StandardCharsets.UTF_8).strip().lines().findFirst().orElse("");
      return "holds the text '" + words + "' and no weights; get the file itself";
    }
    return null;
  }

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("\u001f\u008b", "is gzip-compressed; unpack it with gunzip first");
    kinds.put("BZh", "is bzip2-compressed; unpack it first");
    kinds.put("\u00fd7zXZ", "is xz-compressed; unpack it first");
    kinds.put("(\u00b5/\u00fd", "is zstd-compressed; unpack it first");
    kinds.put("7z\u00bc\u00af", "is a 7z archive; unpack it first");
    kinds.put(
        "PK\u0003\u0004",
        "is a zip archive: weights of PyTorch (.bin, .pth) or NumPy (.npz)"
            + " under another name, or something to unpack first");
    kinds.put("GGUF", "is a GGUF file; give it a name that ends in .gguf");
    kinds.put("\u0093NUMPY", "is a NumPy array; give it a name that ends in .npy");
    kinds.put("\u0089HDF", "is an HDF5 file (Keras, TensorFlow), which is not read");
    kinds.put("\u0080\u0002\u008a\n", "is a file of PyTorch; give it a name that ends in .pth");
    kinds.put("%PDF", "is a PDF, not weights");
    return kinds;
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b != '\n' && b != '\r' && b != '\t' && (b < ' ' || b > '~')) {
        return false;
      }
    }
    return head.length > 0;
  }
}
