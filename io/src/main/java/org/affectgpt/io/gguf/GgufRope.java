package org.affectgpt.io.gguf;

import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.decoder.RopeScaling;
import org.affectgpt.tensor.InputException;

/**
 * Finds out how a file scales rotary frequencies: by metadata, or by a tensor of divisors, one a
 * frequency, that llama.cpp's converter computes from the parameters of Llama 3.1 and then forgets.
 */
final class GgufRope {
  private static final double LOW = 1;
  private static final double HIGH = 4;
  private static final int POSITIONS = 8192;

  private GgufRope() {}

  /**
   * @throws InputException naming the key or the tensor whose scaling is not supported
   */
  static RopeScaling scaling(GgufFile file, String architecture, int headDim, double theta) {
    GgufMetadata metadata = file.metadata();
    String key = architecture + ".rope.scaling.type";
    String type = metadata.text(key);
    TensorEntry divisors = file.find(GgufNames.ROPE_DIVISORS);
    if (divisors != null) {
      return llama3(file, divisors.require(headDim / 2).toFloats(), theta);
    }
    if (type == null || type.equals("none")) {
      return linear(file, architecture + ".rope.scale_linear");
    }
    if (type.equals("linear")) {
      return linear(file, architecture + ".rope.scaling.factor");
    }
    throw new InputException(
        file.path()
            + ": metadata '"
            + key
            + "' is "
            + GgufMetadata.quoted(type)
            + "; none, linear and the scaling of Llama 3.1 are supported");
  }

  private static RopeScaling linear(GgufFile file, String key) {
    double factor = file.metadata().number(key, 1);
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          file.path() + ": metadata '" + key + "' is " + factor + " but must be at least 1");
    }
    return factor == 1 ? new RopeScaling.None() : new RopeScaling.Linear(factor);
  }

  /** The largest divisor is the factor; the others must be what Llama 3.1's constants give. */
  private static RopeScaling llama3(GgufFile file, float[] divisors, double theta) {
    float factor = divisors[divisors.length - 1];
    RopeScaling scaling =
        factor > 1 ? new RopeScaling.Llama3(factor, LOW, HIGH, POSITIONS) : new RopeScaling.None();
    for (int i = 0; i < divisors.length; i++) {
      float plain = (float) Math.pow(theta, -(double) i / divisors.length);
      float expected = plain / scaling.frequency(plain);
      if (!(Math.abs(divisors[i] - expected) <= 1e-3f * expected)) {
        throw new InputException(
            file.path()
                + ": tensor '"
                + GgufNames.ROPE_DIVISORS
                + "' scales rotary frequencies in a way that is not supported");
      }
    }
    return scaling;
  }
}
