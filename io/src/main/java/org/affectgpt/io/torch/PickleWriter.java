package org.affectgpt.io.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the few opcodes of pickle protocol 2 that a dictionary of tensors needs. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleWriter() {
    out.write(0x80);
    out.write(2);
  }

  PickleWriter emptyDict() {
    return op('}');
  }

  PickleWriter mark() {
    return op('(');
  }

  /** Puts the keys and values since the mark into the dictionary before it. */
  PickleWriter setItems() {
    return op('u');
  }

  PickleWriter none() {
    return op('N');
  }

  PickleWriter text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    op('X').little(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  PickleWriter integer(int value) {
    return op('J').little(value);
  }

  /** An empty {@code OrderedDict()}. */
  PickleWriter orderedDict() {
    return global("collections", "OrderedDict").op(')').op('R');
  }

  /** A contiguous F32 tensor over a whole storage of its own. */
  PickleWriter tensor(String storage, int[] shape) {
    int size = 1;
    for (int d : shape) {
      size = Math.multiplyExact(size, d);
    }
    global("torch._utils", "_rebuild_tensor_v2").mark();
    mark().text("storage").global("torch", "FloatStorage").text(storage).text("cpu");
    integer(size).op('t').op('Q');
    integer(0).mark();
    for (int d : shape) {
      integer(d);
    }
    op('t').mark();
    int stride = size;
    for (int d : shape) {
      stride = d == 0 ? 1 : stride / d;
      integer(stride);
    }
    return op('t').op(FALSE).orderedDict().op('t').op('R');
  }

  byte[] bytes() {
    op('.');
    return out.toByteArray();
  }

  private static final char FALSE = '\u0089';

  private PickleWriter global(String module, String name) {
    op('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private PickleWriter op(char code) {
    out.write(code);
    return this;
  }

  private PickleWriter little(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }
}
