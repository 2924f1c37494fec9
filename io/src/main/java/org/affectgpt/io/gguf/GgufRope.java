package org.affectgpt.io.gguf;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.decoder.LongRope;
import org.affectgpt.nn.decoder.RopeScaling;
import org.affectgpt.nn.decoder.YarnRope;
import org.affectgpt.tensor.InputException;

/**
 * Finds out how a file scales rotary frequencies, as llama.cpp does: by metadata, and by tensors of
 * divisors, one a frequency, such as the converter computes from the parameters of Llama 3.1.
 */
final class GgufRope {
  private static final double LOW = 1;
  private static final double HIGH = 4;
  private static final int POSITIONS = 8192;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final String prefix;
  private final int headDim;
  private final int context;

  /**
   * @param context the longest text
   */
  GgufRope(GgufFile file, String architecture, int headDim, int context) {
    this.file = file;
    this.metadata = file.metadata();
    this.prefix = architecture + ".rope.";
    this.headDim = headDim;
    this.context = context;
  }

  /**
   * @throws InputException naming the key or the tensor whose scaling is not supported
   */
  RopeScaling scaling(double theta) {
    String type = metadata.text(prefix + "scaling.type");
    String kind = type == null ? "linear" : type;
    boolean fixed = kind.equals("none") || kind.equals("linear");
    if (!fixed && !kind.equals("yarn") && !kind.equals("longrope")) {
      throw wrong("scaling.type", GgufMetadata.quoted(kind) + "; none, linear, yarn and longrope");
    }
    TensorEntry divisors = file.find(GgufNames.ROPE_DIVISORS);
    double factor = kind.equals("none") ? 1 : factor();
    if (fixed && metadata.number(prefix + "scaling.attn_factor", 1) != 1) {
      throw new InputException(
          file.path()
              + ": metadata '"
              + prefix
              + "scaling.attn_factor' is not 1, which is built with yarn and longrope only");
    }
    if (divisors != null) {
      if (!fixed) {
        throw wrong("scaling.type", kind + "; with the tensor rope_freqs only none and linear");
      }
      return divided(divisors.require(headDim / 2).toFloats(), factor, theta);
    }
    return switch (kind) {
      case "yarn" -> yarn(factor);
      case "longrope" -> longrope();
      default -> factor == 1 ? new RopeScaling.None() : new RopeScaling.Linear(factor);
    };
  }

  /** 0 stands for none, as in llama.cpp. */
  private double factor() {
    String key = metadata.has(prefix + "scaling.factor") ? "scaling.factor" : "scale_linear";
    double factor = metadata.number(prefix + key, 1);
    return factor == 0 ? 1 : positive(key, 1);
  }

  private double positive(String name, double otherwise) {
    double value = metadata.number(prefix + name, otherwise);
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          file.path() + ": metadata '" + prefix + name + "' is " + value + " but must be positive");
    }
    return value;
  }

  private int original() {
    return metadata.positive(
        prefix + "scaling.original_context_length", context, Integer.MAX_VALUE);
  }

  private RopeScaling yarn(double factor) {
    YarnRope usual = YarnRope.of(factor, original());
    double attention =
        usual.attention()
            * positive("scaling.attn_factor", 1)
            * positive("scaling.yarn_attn_factor", 1);
    return new YarnRope(
        factor,
        attention,
        positive("scaling.yarn_beta_fast", usual.betaFast()),
        positive("scaling.yarn_beta_slow", usual.betaSlow()),
        true,
        usual.positions());
  }

  private RopeScaling longrope() {
    return new LongRope(
        divisors(GgufNames.ROPE_SHORT),
        divisors(GgufNames.ROPE_LONG),
        positive("scaling.attn_factor", 1),
        original());
  }

  private List<Double> divisors(String tensor) {
    return list(file.entry(tensor).require(headDim / 2).toFloats(), 1, tensor);
  }

  private List<Double> list(float[] values, double factor, String tensor) {
    List<Double> all = new ArrayList<>();
    for (float v : values) {
      if (!(v > 0 && v < Float.POSITIVE_INFINITY)) {
        throw new InputException(
            file.path() + ": tensor '" + tensor + "' holds " + v + ", no divisor of a frequency");
      }
      all.add(v * factor);
    }
    return all;
  }

  /** The scaling of Llama 3.1 if its constants give these divisors, else the divisors alone. */
  private RopeScaling divided(float[] divisors, double factor, double theta) {
    List<Double> all = list(divisors, factor, GgufNames.ROPE_DIVISORS);
    float last = divisors[divisors.length - 1];
    if (factor == 1 && last > 1) {
      RopeScaling.Llama3 llama3 = new RopeScaling.Llama3(last, LOW, HIGH, POSITIONS);
      if (matches(divisors, llama3, theta)) {
        return llama3;
      }
    }
    return all.stream().allMatch(d -> d == 1)
        ? new RopeScaling.None()
        : new LongRope(all, all, 1, context);
  }

  private static boolean matches(float[] divisors, RopeScaling.Llama3 scaling, double theta) {
    for (int i = 0; i < divisors.length; i++) {
      float plain = (float) Math.pow(theta, -(double) i / divisors.length);
      float expected = plain / scaling.frequency(plain);
      if (!(Math.abs(divisors[i] - expected) <= 1e-3f * expected)) {
        return false;
      }
    }
    return true;
  }

  private InputException wrong(String name, String is) {
    return new InputException(
        file.path() + ": metadata '" + prefix + name + "' is " + is + " are supported");
  }
}
