package org.affectgpt.io.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.affectgpt.io.AtomicFile;

/** Writes one channel as a 16-bit PCM WAV file. */
public final class WavWriter {
  private static final int HEADER_BYTES = 44;

  private WavWriter() {}

  /** Writes to a temporary file beside {@code file} and renames it; samples beyond [-1, 1) clip. */
  public static void write(Path file, float[] mono, int sampleRate) {
    int dataBytes = Math.multiplyExact(mono.length, 2);
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + dataBytes).put(ascii("WAVEfmt "));
    wav.putInt(16).putShort((short) 1).putShort((short) 1);
    wav.putInt(sampleRate).putInt(sampleRate * 2).putShort((short) 2).putShort((short) 16);
    wav.put(ascii("data")).putInt(dataBytes);
    for (float x : mono) {
      int rounded = Math.round(x * 32768f);
      wav.putShort((short) Math.clamp(rounded, Short.MIN_VALUE, Short.MAX_VALUE));
    }
    AtomicFile.write(file, wav.array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
