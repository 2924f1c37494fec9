package org.affectgpt.io.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.affectgpt.io.safetensors.SafeTensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original's loaders made of a real clip; skipped where the golden folders are absent. */
class GoldenPreprocessTest {
  private static final Path SHARED = Path.of("../../shared");
  private static final Path FOLDER = SHARED.resolve("golden/preprocess");
  private static final Path CLIP = SHARED.resolve("media/sample_00000000.mp4");
  private static final Path WAV = SHARED.resolve("media/sample_00000000.wav");

  private static Path present(Path path) {
    assumeTrue(Files.exists(path), () -> path + " is absent");
    return path;
  }

  private static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(present(FOLDER.resolve(name)).toFile());
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    Arrays.setAll(values, i -> array.get(i).intValue());
    return values;
  }

  @Test
  void frameIndices() throws IOException {
    JsonNode json = json("frame_indices.json");
    for (JsonNode row : json.get("n_frms_8")) {
      assertArrayEquals(ints(row.get(1)), UniformSampling.indices(row.get(0).intValue(), 8));
    }
    for (JsonNode row : json.get("other_n_frms")) {
      int n = row.get(0).intValue();
      int[] expected = Arrays.copyOf(ints(row.get(2)), n);
      assertArrayEquals(expected, UniformSampling.indices(row.get(1).intValue(), n));
    }
  }

  @Test
  void clipStarts() throws IOException {
    for (JsonNode row : json("audio_clip_starts.json").get("rows")) {
      int samples = row.get(0).intValue();
      assertArrayEquals(ints(row.get(1)), ClipSampling.AFFECTGPT.starts(samples));
      assertArrayEquals(ints(row.get(2)), new ClipSampling(8, 2, 16000, 7).starts(samples));
    }
  }

  @Test
  void framesOfARealClip() {
    present(FOLDER);
    Frames bilinear = VideoReader.uniform(present(CLIP), 8, 224, 224, Scaling.BILINEAR);
    Frames bicubic = VideoReader.uniform(CLIP, 8, 224, 224);
    assertEquals(88, bilinear.totalFrames());
    assertEquals(25.0, bilinear.fps(), 1e-9);
    assertArrayEquals(new int[] {0, 11, 22, 33, 44, 55, 66, 77}, bilinear.indices());
    for (int i = 0; i < 8; i++) {
      byte[] expected = RgbImage.read(FOLDER.resolve("frame_" + i + ".png")).rgb();
      double same = Reference.meanDifference(expected, bilinear.frame(i));
      double other = Reference.meanDifference(expected, bicubic.frame(i));
      assertTrue(same < 0.05, "bilinear " + same);
      assertTrue(other < 3, "bicubic " + other);
    }
  }

  @Test
  void pixelValuesOfTheStoredFrames() {
    try (SafeTensorsFile file =
        SafeTensorsFile.open(present(FOLDER.resolve("expected.safetensors")))) {
      float[] expected = file.entry("clip.pixel_values.sample").toFloats();
      float[] actual = new float[expected.length];
      ClipImageProcessor processor = new ClipImageProcessor(ImageProcessorConfig.clip(224));
      for (int i = 0; i < 8; i++) {
        float[] pixels = processor.apply(RgbImage.read(FOLDER.resolve("frame_" + i + ".png")));
        for (int k = 0; k < 3 * 14 * 14; k++) {
          int x = k % 14 * 16;
          int y = k / 14 % 14 * 16;
          actual[i * 3 * 14 * 14 + k] = pixels[(k / 196 * 224 + y) * 224 + x];
        }
      }
      assertEquals(0, Reference.maxDifference(expected, actual), 1e-6);
    }
  }

  @Test
  void clipsOfRealAudio() {
    try (SafeTensorsFile file =
        SafeTensorsFile.open(present(FOLDER.resolve("expected.safetensors")))) {
      Audio audio = AudioReader.read(present(WAV));
      assertEquals(55357, audio.samples());
      float[][] clips = AudioClips.cut(audio, ClipSampling.AFFECTGPT);
      float[] first200 = file.entry("raw_audio.after_read.first200").toFloats();
      for (int c = 0; c < 8; c++) {
        float[] expected = Arrays.copyOfRange(first200, c * 200, c * 200 + 200);
        float[] actual = Arrays.copyOf(clips[c], 200);
        assertEquals(0, Reference.maxDifference(expected, actual), 1e-7);
      }
    }
  }

  @Test
  void shortAndStereoAudio() {
    try (SafeTensorsFile file =
        SafeTensorsFile.open(present(FOLDER.resolve("expected.safetensors")))) {
      float[] brief = AudioReader.read(FOLDER.resolve("short.wav")).channels()[0];
      assertEquals(
          0,
          Reference.maxDifference(
              file.entry("short.clip0").toFloats(), Arrays.copyOf(brief, 32000)),
          1e-7);
      Audio mono = AudioReader.read(FOLDER.resolve("stereo.wav")).mono();
      int[] starts = ClipSampling.AFFECTGPT.starts(mono.samples());
      float[] expected = file.entry("stereo.first100_of_each_clip").toFloats();
      float[] actual = new float[800];
      for (int c = 0; c < 8; c++) {
        System.arraycopy(mono.channels()[0], starts[c], actual, c * 100, 100);
      }
      assertEquals(0, Reference.maxDifference(expected, actual), 1e-7);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void faces(boolean few) throws IOException {
    try (SafeTensorsFile file =
        SafeTensorsFile.open(present(FOLDER.resolve("expected.safetensors")))) {
      int total = few ? 3 : 11;
      int size = few ? 48 : 64;
      int step = few ? 4 : 1;
      int kept = size / step;
      byte[] npy = Files.readAllBytes(FOLDER.resolve(few ? "faces_few.npy" : "faces.npy"));
      int frame = 44 * 36 * 3;
      byte[] expected = Reference.bytes(file, few ? "load_face.few.48" : "load_face.64");
      byte[] actual = new byte[expected.length];
      int[] indices = UniformSampling.indices(total, 8);
      for (int i = 0; i < 8; i++) {
        int at = npy.length - (total - indices[i]) * frame;
        byte[] face = Arrays.copyOfRange(npy, at, at + frame);
        byte[] resized = Cv2BilinearResize.resize(face, 36, 44, 3, size, size);
        for (int c = 0; c < 3; c++) {
          for (int p = 0; p < kept * kept; p++) {
            int from = (p / kept * step * size + p % kept * step) * 3 + c;
            actual[(c * 8 + i) * kept * kept + p] = resized[from];
          }
        }
      }
      assertTrue(Reference.maxDifference(expected, actual) <= 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void clipImageProcessor(int i) {
    Path folder = present(SHARED.resolve("golden/clip_preprocess"));
    try (SafeTensorsFile file = SafeTensorsFile.open(folder.resolve("expected.safetensors"))) {
      RgbImage image = RgbImage.read(folder.resolve("image_" + i + ".png"));
      float[] actual = new ClipImageProcessor(ImageProcessorConfig.clip(224)).apply(image);
      float[] expected = file.entry("pixel_values." + i).toFloats();
      double bound = i < 3 ? 1e-6 : 2e-3;
      assertEquals(0, Reference.maxDifference(expected, actual), bound);
    }
  }
}
