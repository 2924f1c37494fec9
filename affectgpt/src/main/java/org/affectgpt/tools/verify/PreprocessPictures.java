package org.affectgpt.tools.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.affectgpt.io.media.ClipImageProcessor;
import org.affectgpt.io.media.Cv2BilinearResize;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.media.ImageProcessorConfig;
import org.affectgpt.io.media.RgbImage;
import org.affectgpt.io.media.Scaling;
import org.affectgpt.io.media.UniformSampling;
import org.affectgpt.io.media.VideoReader;
import org.affectgpt.io.npy.NpyArray;
import org.affectgpt.tensor.InputException;

/** The pictures of a {@code preprocess} folder: decoded frames, their pixel values, faces. */
record PreprocessPictures(GoldenFolder folder, GoldenComparison comparison) {
  private static final int FRAMES = 8;

  /** Tensors hold every 16th pixel of a frame, and every 4th of the small faces. */
  private static final int FRAME_STEP = 16;

  private static final Tolerance DECODED =
      Tolerance.mean(3, "RGB frames depend on the decoder's scaler");
  private static final Tolerance PIXELS = Tolerance.each(1e-6, 0, "float32 arithmetic");
  private static final Tolerance FACES = Tolerance.each(1, 0, "one step of a byte");

  void check(Path media, JsonNode meta) {
    RgbImage[] stored = new RgbImage[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
      stored[i] = RgbImage.read(folder.path().resolve("frame_" + i + ".png"));
    }
    frames(media.resolve(meta.path("file").asText()), meta, stored);
    pixelValues(stored);
    face("load_face.64", "faces.npy", 64);
    face("load_face.few.48", "faces_few.npy", 48);
  }

  private void frames(Path video, JsonNode meta, RgbImage[] stored) {
    int size = stored[0].width();
    Frames read = VideoReader.uniform(video, FRAMES, size, size, Scaling.BILINEAR);
    comparison.equal(
        "video.frames", new int[] {meta.path("frames").asInt()}, new int[] {read.totalFrames()});
    comparison.equal("video.indices", GoldenFolder.ints(meta.path("indices")), read.indices());
    int kept = (size + FRAME_STEP - 1) / FRAME_STEP;
    float[] sample = new float[3 * FRAMES * kept * kept];
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = read.frame(i);
      comparison.near("frame_" + i, floats(stored[i].rgb()), floats(frame), DECODED);
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < kept * kept; k++) {
          int pixel = k / kept * FRAME_STEP * size + k % kept * FRAME_STEP;
          sample[(c * FRAMES + i) * kept * kept + k] = frame[pixel * 3 + c] & 0xff;
        }
      }
    }
    comparison.values("raw_frame.sample", new int[] {3, FRAMES, kept, kept}, sample, DECODED);
  }

  /** Both of the original's paths make the same values of a frame, in another order. */
  private void pixelValues(RgbImage[] stored) {
    int size = stored[0].width();
    int kept = (size + FRAME_STEP - 1) / FRAME_STEP;
    float[] frameFirst = new float[FRAMES * 3 * kept * kept];
    float[] channelFirst = new float[frameFirst.length];
    ClipImageProcessor processor = new ClipImageProcessor(ImageProcessorConfig.clip(size));
    for (int i = 0; i < FRAMES; i++) {
      float[] pixels = processor.apply(stored[i]);
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < kept * kept; k++) {
          int row = c * size + k / kept * FRAME_STEP;
          float value = pixels[row * size + k % kept * FRAME_STEP];
          frameFirst[(i * 3 + c) * kept * kept + k] = value;
          channelFirst[(c * FRAMES + i) * kept * kept + k] = value;
        }
      }
    }
    int[] shape = {FRAMES, 3, kept, kept};
    comparison.values("clip.pixel_values.sample", shape, frameFirst, PIXELS);
    comparison.values(
        "vis_processor.sample", new int[] {3, FRAMES, kept, kept}, channelFirst, PIXELS);
  }

  private void face(String name, String file, int size) {
    int[] expected = comparison.expected(name).intShape();
    NpyArray faces = NpyArray.read(folder.path().resolve(file));
    int[] shape = faces.intShape();
    if (shape.length != 4 || shape[3] != 3 || expected.length != 4 || expected[3] == 0) {
      throw new InputException(folder.path().resolve(file) + ": does not hold faces");
    }
    int height = shape[1];
    int width = shape[2];
    int kept = expected[3];
    int step = size / kept;
    byte[] all = faces.data().toArray(ValueLayout.JAVA_BYTE);
    int[] indices = UniformSampling.indices(shape[0], FRAMES);
    float[] actual = new float[3 * FRAMES * kept * kept];
    for (int i = 0; i < FRAMES; i++) {
      byte[] face = new byte[height * width * 3];
      System.arraycopy(all, indices[i] * face.length, face, 0, face.length);
      byte[] resized = Cv2BilinearResize.resize(face, width, height, 3, size, size);
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < kept * kept; k++) {
          int pixel = k / kept * step * size + k % kept * step;
          actual[(c * FRAMES + i) * kept * kept + k] = resized[pixel * 3 + c] & 0xff;
        }
      }
    }
    comparison.values(name, new int[] {3, FRAMES, kept, kept}, actual, FACES);
  }

  private static float[] floats(byte[] rgb) {
    float[] values = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      values[i] = rgb[i] & 0xff;
    }
    return values;
  }
}
