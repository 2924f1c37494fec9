package org.affectgpt.test.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.affectgpt.io.media.WavWriter;
import org.affectgpt.io.npy.NpyArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code infer} on an image, and on face crops with sound. */
class InferMediaTest {
  private static final String[] ANSWER = {"--model", "../affectgpt/model", "--greedy", "--json"};

  @TempDir Path folder;

  private Path image(String name, int level) throws Exception {
    BufferedImage image = new BufferedImage(70, 50, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 70 * 50; i++) {
      image.setRGB(i % 70, i / 70, level * (i % 70) << 16 | (i & 0xFF));
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private Path faces(int count) {
    byte[] pixels = new byte[count * 20 * 16 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 7);
    }
    Path file = folder.resolve("faces" + count + ".npy");
    NpyArray.of(new long[] {count, 20, 16, 3}, pixels).write(file);
    return file;
  }

  private Path sound() {
    float[] wave = new float[16000];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) Math.sin(i * 0.05) / 2;
    }
    Path file = folder.resolve("sound.wav");
    WavWriter.write(file, wave, 16000);
    return file;
  }

  private static CommandRun infer(Object... options) {
    Object[] all = new Object[options.length + 1 + ANSWER.length];
    all[0] = "infer";
    System.arraycopy(options, 0, all, 1, options.length);
    System.arraycopy(ANSWER, 0, all, options.length + 1, ANSWER.length);
    return CommandRun.of(all);
  }

  @Test
  void answersAboutAnImage() throws Exception {
    CommandRun run = infer("--image", image("a.png", 3));
    assertEquals(0, run.code(), run.err());
    assertTrue(run.json().get("labels").isArray());
  }

  @Test
  void answersAboutFacesWithSound() throws Exception {
    CommandRun run =
        infer("--face", faces(11), "--audio", sound(), "--mode", "multiface_audio_face_text");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.json().get("labels").isArray());
  }

  @Test
  void saysWhichMediumIsMissing() {
    assertRefused("--face", infer("--audio", sound(), "--mode", "multiface_audio_face_text"));
    assertRefused("--image", infer("--audio", sound(), "--mode", "image"));
    assertRefused("--video", infer("--audio", sound(), "--mode", "frame_text"));
    assertRefused("--video", infer());
    assertRefused(
        "faces0.npy: holds no face",
        infer("--face", faces(0), "--audio", sound(), "--mode", "multiface_audio_face_text"));
  }

  private static void assertRefused(String part, CommandRun run) {
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains(part), run.err());
  }
}
