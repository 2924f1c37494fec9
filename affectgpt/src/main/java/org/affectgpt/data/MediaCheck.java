package org.affectgpt.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;

/**
 * What the first bytes of a clip's file tell before anything is decoded: that it is empty, a
 * stand-in, or plainly of another kind. Formats of media are many, so that only what cannot be one
 * is refused.
 */
final class MediaCheck {
  private static final int HEAD = 512;
  private static final byte[] NUMPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private MediaCheck() {}

  /**
   * Looks at a film or a sound.
   *
   * @throws InputException naming the file and what it is instead
   */
  static void media(Path file) {
    byte[] head = head(file);
    if (isZero(head)) {
      throw new InputException(file + ": holds nothing but zeros; copy it again");
    }
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK\u0003\u0004") || start.startsWith("%PDF-") || isText(head)) {
      throw new InputException(file + ": is no film and no sound; see what the file really is");
    }
  }

  /** Looks at face crops. */
  static void faces(Path file) {
    byte[] head = head(file);
    for (int i = 0; i < NUMPY.length; i++) {
      if (i >= head.length || head[i] != NUMPY[i]) {
        throw new InputException(file + ": is no .npy file; make the face crops again");
      }
    }
  }

  private static byte[] head(Path file) {
    InputFile.require(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD);
      if (head.length == 0) {
        throw new InputException(file + ": is empty (0 bytes); copy it again");
      }
      return head;
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  private static boolean isZero(byte[] head) {
    for (byte b : head) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
