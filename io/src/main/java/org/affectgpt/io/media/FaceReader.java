package org.affectgpt.io.media;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.affectgpt.io.npy.NpyArray;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.tensor.InputException;

/**
 * Reads the face crops of a clip, {@code .npy} arrays of uint8 [frames, height, width, 3], as
 * AffectGPT's {@code load_face} does. The channels stay in the file's order: blue, green, red, as
 * OpenCV wrote them, which is how the original shows faces to its encoder.
 */
public final class FaceReader {
  private static final int LONGEST_SIDE = 8192;

  private FaceReader() {}

  /**
   * Uniformly spaced faces, each stretched to {@code width} x {@code height}.
   *
   * @return frames whose bytes are BGR
   * @throws InputException if the file is missing, damaged, empty or of another shape
   */
  public static Frames uniform(Path file, int count, int width, int height) {
    NpyArray faces = NpyArray.read(file);
    boolean images = faces.shape().size() == 4 && faces.shape().get(3) == 3;
    if (faces.type() != StoredType.U8 || !images) {
      throw new InputException(
          file
              + ": holds "
              + faces.type()
              + " of shape "
              + faces.shape()
              + "; faces are uint8 of shape [frames, height, width, 3]");
    }
    if (faces.shape().get(0) == 0) {
      throw new InputException(
          file + ": holds no face; leave this clip out, or choose a mode with frames");
    }
    int[] shape = faces.intShape();
    boolean usable =
        Math.min(shape[1], shape[2]) >= 1 && Math.max(shape[1], shape[2]) <= LONGEST_SIDE;
    if (!usable) {
      throw new InputException(file + ": has faces of the unusable size " + faces.shape());
    }
    int[] indices = UniformSampling.indices(shape[0], count);
    byte[] all = new byte[count * width * height * 3];
    long bytes = 3L * shape[1] * shape[2];
    for (int i = 0; i < count; i++) {
      MemorySegment face = faces.data().asSlice(indices[i] * bytes, bytes);
      byte[] resized =
          Cv2BilinearResize.resize(
              face.toArray(ValueLayout.JAVA_BYTE), shape[2], shape[1], 3, width, height);
      System.arraycopy(resized, 0, all, i * resized.length, resized.length);
    }
    return new Frames(count, height, width, all, indices, shape[0], 0);
  }
}
