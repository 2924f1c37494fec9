package org.affectgpt.io.torch;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.affectgpt.io.AtomicFile;

/**
 * Writes a training checkpoint as {@code torch.save} does: a zip archive of stored entries with the
 * pickled dictionary {@code {"model": state dict, "optimizer": {}, "config": {}, "scaler": None,
 * "epoch": n}} and one F32 storage a tensor, each aligned to 64 bytes. {@code torch.load} reads it,
 * with {@code weights_only=True} too.
 */
public final class TorchWriter {
  private static final int ALIGNMENT = 64;
  private static final String ROOT = "archive/";
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Fixed part of a local file header, and of an extra field. */
  private static final int HEADER_BYTES = 30;

  private static final int EXTRA_BYTES = 4;

  private record Item(String name, int[] shape, Supplier<float[]> values) {}

  private final List<Item> items = new ArrayList<>();

  /** Adds a tensor of the state dict; its values are fetched when they are written. */
  public TorchWriter floats(String name, int[] shape, Supplier<float[]> values) {
    items.add(new Item(name, shape.clone(), values));
    return this;
  }

  /**
   * Writes the file under a temporary name and renames it.
   *
   * @throws org.affectgpt.tensor.InputException if it cannot be written
   */
  public void write(Path target, int epoch) {
    AtomicFile.write(
        target,
        channel -> {
          Counting out =
              new Counting(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20));
          ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
          zip.setMethod(ZipOutputStream.STORED);
          put(zip, out, "data.pkl", pickle(epoch));
          put(zip, out, "byteorder", ascii("little"));
          for (int i = 0; i < items.size(); i++) {
            put(zip, out, "data/" + i, bytes(items.get(i)));
          }
          put(zip, out, "version", ascii("3\n"));
          zip.finish();
          out.flush();
        });
  }

  private byte[] pickle(int epoch) {
    PickleWriter p = new PickleWriter().emptyDict().mark();
    p.text("model").orderedDict().mark();
    for (int i = 0; i < items.size(); i++) {
      p.text(items.get(i).name).tensor(Integer.toString(i), items.get(i).shape);
    }
    p.setItems();
    p.text("optimizer").emptyDict();
    p.text("config").emptyDict();
    p.text("scaler").none();
    p.text("epoch").integer(epoch);
    return p.setItems().bytes();
  }

  private static byte[] bytes(Item item) {
    long size = 1;
    for (int d : item.shape) {
      size *= d;
    }
    float[] values = item.values.get();
    if (values.length != size) {
      throw new IllegalArgumentException(
          item.name + ": " + values.length + " values for a shape of " + size);
    }
    ByteBuffer b =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    b.asFloatBuffer().put(values);
    return b.array();
  }

  private static void put(ZipOutputStream zip, Counting out, String name, byte[] content)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setTimeLocal(EPOCH);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    long start = out.count + HEADER_BYTES + ROOT.length() + name.length() + EXTRA_BYTES;
    entry.setExtra(padding((int) (-start & (ALIGNMENT - 1))));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** An extra field "FB" of so many bytes, as PyTorch pads. */
  private static byte[] padding(int bytes) {
    byte[] extra = new byte[EXTRA_BYTES + bytes];
    java.util.Arrays.fill(extra, (byte) 'Z');
    ByteBuffer.wrap(extra)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0x4246)
        .putShort((short) bytes);
    return extra;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Knows where in the file the next byte goes. */
  private static final class Counting extends FilterOutputStream {
    private long count;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] b, int from, int n) throws IOException {
      out.write(b, from, n);
      count += n;
    }
  }
}
