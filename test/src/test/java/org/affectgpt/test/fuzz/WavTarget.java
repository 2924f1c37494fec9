package org.affectgpt.test.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.io.media.Audio;
import org.affectgpt.io.media.AudioClips;
import org.affectgpt.io.media.AudioReader;
import org.affectgpt.io.media.ClipSampling;

/** WAV files of several sample formats, down to the clips that the audio encoder hears. */
final class WavTarget implements FuzzTarget {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int ALAW = 6;

  @Override
  public String name() {
    return "wav";
  }

  @Override
  public String suffix() {
    return ".wav";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        wav(PCM, 1, 16000, 16, 3200),
        wav(PCM, 2, 44100, 16, 3528),
        wav(PCM, 1, 8000, 8, 400),
        wav(PCM, 2, 48000, 24, 2880),
        wav(PCM, 6, 16000, 32, 2400),
        wav(FLOAT, 1, 22050, 32, 2205),
        wav(ALAW, 1, 8000, 8, 800));
  }

  private static byte[] wav(int format, int channels, int rate, int bits, int dataBytes) {
    int align = channels * bits / 8;
    ByteBuffer bytes = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(ascii("RIFF")).putInt(36 + dataBytes).put(ascii("WAVEfmt ")).putInt(16);
    bytes.putShort((short) format).putShort((short) channels).putInt(rate).putInt(rate * align);
    bytes.putShort((short) align).putShort((short) bits).put(ascii("data")).putInt(dataBytes);
    while (format == FLOAT && bytes.remaining() >= Float.BYTES) {
      bytes.putFloat((float) Math.sin(bytes.position()));
    }
    while (bytes.hasRemaining()) {
      bytes.put((byte) (bytes.position() * 31 >> 3));
    }
    return bytes.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public long parse(Path file) {
    Audio audio = AudioReader.read(file);
    long sum = audio.samples() + (audio.isSilent() ? 1 : 0);
    for (float[] clip : AudioClips.cut(audio, ClipSampling.AFFECTGPT)) {
      sum += Float.floatToRawIntBits(clip[clip.length - 1]);
    }
    return sum;
  }
}
