package org.affectgpt.tools.verify;

import java.util.Arrays;
import java.util.stream.Stream;
import org.affectgpt.io.media.Frames;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.model.checkpoint.LoadedModel;
import org.affectgpt.tensor.Tensor;

/**
 * The encoders of an {@code affectgpt} folder: pixels, normalised sound, features, image tokens.
 */
record AffectGptEncoders(GoldenFolder folder, GoldenComparison comparison, LoadedModel loaded) {
  private static final int SHOWN_FRAMES = 2;
  private static final int SHOWN_SAMPLES = 400;

  AffectGptFeatures features() {
    float[][] frames = pictures("frames");
    float[][] faces = pictures("faces");
    float[][] images = pictures("images");
    image(images);
    int[] shape = folder.inputs().entry("raw_audios").intShape();
    float[] audio = folder.inputs().entry("raw_audios").toFloats();
    int samples = shape[0];
    int windows = shape[1];
    float[][] all = split(audio, samples * windows);
    normalised(all);
    int width = loaded.model().widths().audio();
    float[] batch = loaded.encoder().audio(all);
    comparison.values(
        "hubert.embeddings.batch" + samples, new int[] {samples, windows, width}, batch);
    float[][] alone = new float[samples][];
    for (int s = 0; s < samples; s++) {
      alone[s] = loaded.encoder().audio(Arrays.copyOfRange(all, s * windows, (s + 1) * windows));
      comparison.values("hubert.embeddings.single" + s, new int[] {1, windows, width}, alone[s]);
    }
    return new AffectGptFeatures(frames, faces, images, split(batch, samples), alone);
  }

  private float[][] pictures(String part) {
    TensorEntry e = folder.inputs().entry(part + "_uint8");
    int[] shape = e.intShape();
    int[] values = e.toInts();
    byte[] rgb = new byte[values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i];
    }
    int count = shape[0] * shape[1];
    Frames read = new Frames(count, shape[2], shape[3], rgb, new int[count], count, 0);
    float[] pixels = loaded.reader().pixels(read);
    if (part.equals("frames")) {
      int[] first = {SHOWN_FRAMES, 3, shape[2], shape[3]};
      float[] shown = Arrays.copyOf(pixels, SHOWN_FRAMES * 3 * shape[2] * shape[3]);
      comparison.values("clip.pixel_values.first2", first, shown);
    }
    float[] features = loaded.encoder().frames(pixels);
    int width = loaded.model().widths().video();
    comparison.values("clip.features." + part, new int[] {shape[0], shape[1], width}, features);
    return split(features, shape[0]);
  }

  private void normalised(float[][] windows) {
    float[] samples = loaded.encoder().normalise(windows);
    int n = samples.length / windows.length;
    float[] shown = new float[windows.length * SHOWN_SAMPLES];
    for (int w = 0; w < windows.length; w++) {
      System.arraycopy(samples, w * n, shown, w * SHOWN_SAMPLES, SHOWN_SAMPLES);
    }
    int[] shape = {windows.length, SHOWN_SAMPLES};
    comparison.values("hubert.input_values.batch2.first400", shape, shown);
  }

  private void image(float[][] features) {
    int width = loaded.model().widths().video();
    Tensor first = Tensor.of(loaded.model().backend(), features[0], 1, 1, width);
    comparison.tensor("image.llm.image", loaded.model().fusions().image(first));
  }

  private static float[][] split(float[] values, int parts) {
    int n = values.length / parts;
    return Stream.iterate(0, i -> i + 1)
        .limit(parts)
        .map(i -> Arrays.copyOfRange(values, i * n, (i + 1) * n))
        .toArray(float[][]::new);
  }
}
