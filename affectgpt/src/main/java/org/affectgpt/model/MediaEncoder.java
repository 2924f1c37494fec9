package org.affectgpt.model;

import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.Scale.scale;
import static org.affectgpt.tensor.ops.rows.Mean.mean;

import java.util.List;
import org.affectgpt.nn.clip.ClipVisionModel;
import org.affectgpt.nn.hubert.HubertModel;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * The frozen encoders: CLIP's image features a frame, and the mean of HuBERT's last four hidden
 * states a window (the original's {@code encoder.py}).
 */
public final class MediaEncoder {
  /** How many of HuBERT's last hidden states are averaged. */
  private static final int LAST_STATES = 4;

  private static final double NORMALISATION_EPS = 1e-7;

  private final ClipVisionModel vision;
  private final HubertModel acoustic;
  private final Backend backend;
  private final boolean jointNormalisation;

  /**
   * @param jointNormalisation normalise all windows of a clip together, as the original does; else
   *     each by itself
   */
  public MediaEncoder(
      Backend backend, ClipVisionModel vision, HubertModel acoustic, boolean jointNormalisation) {
    this.backend = backend;
    this.vision = vision;
    this.acoustic = acoustic;
    this.jointNormalisation = jointNormalisation;
  }

  public ClipVisionModel vision() {
    return vision;
  }

  public HubertModel acoustic() {
    return acoustic;
  }

  /** Normalised pixels {@code [frames, 3, size, size]} to features {@code [frames, width]}. */
  public float[] frames(float[] pixels) {
    return NoGrad.call(() -> frameFeatures(pixels).toFloats());
  }

  /** Windows of samples to features {@code [windows, width]}. */
  public float[] audio(float[][] windows) {
    return NoGrad.call(() -> audioFeatures(windows).toFloats());
  }

  /** The differentiable form of {@link #frames}. */
  public Tensor frameFeatures(float[] pixels) {
    int size = vision.config().imageSize();
    int channels = vision.config().channels();
    Tensor x =
        Tensor.of(backend, pixels, pixels.length / (channels * size * size), channels, size, size);
    return vision.imageFeatures(x);
  }

  /** The differentiable form of {@link #audio}. */
  public Tensor audioFeatures(float[][] windows) {
    return acousticFeatures(normalise(windows), windows.length);
  }

  /**
   * Windows already normalised, several clips' perhaps, to features {@code [windows, width]}.
   *
   * @param samples row-major {@code [windows, samples]}
   */
  public Tensor acousticFeatures(float[] samples, int windows) {
    Tensor x = Tensor.of(backend, samples, windows, samples.length / windows);
    List<Tensor> states = acoustic.forward(x).hiddenStates();
    List<Tensor> last = states.subList(Math.max(0, states.size() - LAST_STATES), states.size());
    Tensor sum = last.getFirst(); // [windows, frames, width]
    for (Tensor s : last.subList(1, last.size())) {
      sum = add(sum, s);
    }
    return mean(scale(sum, 1f / last.size()), 1, false); // [windows, width]
  }

  /**
   * Zero mean and unit variance, of all windows together or of each. The original takes them
   * together ({@code encoder.py:HUBERT_LARGE}): a tensor is one utterance to its extractor.
   */
  public float[] normalise(float[][] windows) {
    return normalise(windows, jointNormalisation);
  }

  /** Zero mean and unit variance, of all windows together or of each by itself. */
  public static float[] normalise(float[][] windows, boolean joint) {
    int n = windows[0].length;
    float[] out = new float[windows.length * n];
    for (int i = 0; i < windows.length; i++) {
      System.arraycopy(windows[i], 0, out, i * n, n);
    }
    int part = joint ? out.length : n;
    for (int from = 0; from < out.length; from += part) {
      double mean = 0;
      for (int i = from; i < from + part; i++) {
        mean += out[i];
      }
      mean /= part;
      double variance = 0;
      for (int i = from; i < from + part; i++) {
        variance += (out[i] - mean) * (out[i] - mean);
      }
      double scale = 1 / Math.sqrt(variance / part + NORMALISATION_EPS);
      for (int i = from; i < from + part; i++) {
        out[i] = (float) ((out[i] - mean) * scale);
      }
    }
    return out;
  }
}
