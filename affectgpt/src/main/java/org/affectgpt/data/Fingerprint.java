package org.affectgpt.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.affectgpt.io.InputFile;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** A hash of what a result depends on, so that a stale one is noticed. */
public final class Fingerprint {
  /** Of a file, so much at its beginning and at its end counts; training changes all of it. */
  private static final int SAMPLE = 8 << 20;

  /** Of a clip's file, so much at three places; media differ in it and in their size. */
  private static final int PART = 4 << 10;

  private final MessageDigest digest;

  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds a text. */
  public Fingerprint text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  /** Adds numbers; null is not the same as none. */
  public Fingerprint floats(float @Nullable [] values) {
    text(values == null ? "none" : Integer.toString(values.length));
    if (values != null) {
      ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
      buffer.asFloatBuffer().put(values);
      digest.update(buffer);
    }
    return this;
  }

  /** Adds the names, sizes and contents of all files under a folder. */
  public Fingerprint folder(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        text(folder.relativize(file).toString());
        content(file);
      }
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be read: " + InputFile.reason(e), e);
    }
    return this;
  }

  /** Adds a file's size and some of its content: its beginning, its middle and its end. */
  public Fingerprint sample(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      text(Long.toString(size));
      ByteBuffer part = ByteBuffer.allocate(PART);
      for (long at : new long[] {0, size / 2 - PART / 2, size - PART}) {
        channel.read(part.clear(), Math.max(0, at));
        digest.update(part.flip());
      }
      return this;
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  /** Adds a file's size and the time of its last change. */
  public Fingerprint stamp(Path file) {
    try {
      return text(Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + InputFile.reason(e), e);
    }
  }

  private void content(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      text(Long.toString(size));
      long head = Math.min(size, SAMPLE);
      digest.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, head));
      long tail = Math.min(size - head, SAMPLE);
      digest.update(channel.map(FileChannel.MapMode.READ_ONLY, size - tail, tail));
    }
  }

  /** The hash in hex; the object is then used up. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
