package org.affectgpt.tools.verify;

import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.rows.Sum.sum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.nn.Parameter;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Collects how far each result is from what a folder expects. A tensor that is compared several
 * times keeps its largest error; an expected tensor that nothing was compared with fails.
 *
 * <p>Floats are held to the folder's bound on ‖ours − expected‖ / ‖expected‖, integers and texts to
 * equality. A gradient that is 0 in theory, that of an attention's key biases for example, is
 * rounding noise on both sides: where its root mean square is below {@value #NOISE} of the largest
 * one in the folder, ours has to be below that too, and nothing more is asked.
 */
final class GoldenComparison {
  /** Measured noise is below 2e-6 of the largest gradient, the smallest real one above 1e-4. */
  private static final double NOISE = 1e-5;

  private final Map<String, TensorEntry> expected = new LinkedHashMap<>();
  private final double bound;
  private final Map<String, TensorError> errors = new LinkedHashMap<>();
  private final Set<String> untouched = new LinkedHashSet<>();

  /** Compares with the tensors of {@code expected}, all of which have to be asked for. */
  GoldenComparison(Collection<TensorEntry> expected, double bound) {
    this.bound = bound;
    expected.forEach(e -> this.expected.put(e.name(), e));
    untouched.addAll(this.expected.keySet());
  }

  /** Whether there is an expected tensor of this name. */
  boolean expects(String name) {
    return expected.containsKey(name);
  }

  /** The expected tensor of this name. */
  TensorEntry expected(String name) {
    TensorEntry entry = expected.get(name);
    if (entry == null) {
      throw new InputException("expected.safetensors lacks the tensor '" + name + "'");
    }
    return entry;
  }

  /** An expected tensor that is taken as it is, one array for each index of its first dimension. */
  float[][] given(String name) {
    TensorEntry entry = expected(name);
    untouched.remove(name);
    float[] all = entry.toFloats();
    float[][] rows = new float[entry.intShape()[0]][];
    int n = all.length / rows.length;
    Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * n, (i + 1) * n));
    return rows;
  }

  /** The names of expected tensors that begin with {@code prefix}. */
  List<String> names(String prefix) {
    return expected.keySet().stream().filter(n -> n.startsWith(prefix)).toList();
  }

  /** Compares shape and values, if such a tensor is expected. */
  void tensor(String name, Tensor actual) {
    values(name, actual.shape().dims(), actual.toFloats());
  }

  /**
   * The loss Σ features · weight, compared as {@code loss}. A sum that cancels has a large relative
   * error whoever computes it: it may be off by the bound times the norm of its terms.
   */
  Tensor weightedSum(Tensor features, Tensor weight) {
    Tensor terms = mul(features, weight);
    Tensor loss = sum(terms);
    float[] values = terms.toFloats();
    double norm = Norms.rms(values) * Math.sqrt(values.length);
    Tolerance own = Tolerance.each(bound * norm, bound, "the sum may cancel");
    values("loss", loss.shape().dims(), loss.toFloats(), own);
    return loss;
  }

  /** Compares hidden states, numbered from 0. */
  void states(List<Tensor> states) {
    for (int i = 0; i < states.size(); i++) {
      tensor("hidden_states." + i, states.get(i));
    }
  }

  /** Compares shape and values, if such a tensor is expected. */
  void values(String name, int[] shape, float[] actual) {
    values(name, shape, actual, null);
  }

  /** Compares by a rule of the tensor's own. */
  void values(String name, int[] shape, float[] actual, @Nullable Tolerance own) {
    TensorEntry entry = asked(name, shape);
    if (entry == null) {
      return;
    }
    float[] wanted = entry.toFloats();
    double error = Norms.relL2(wanted, actual);
    boolean ok = own == null ? error <= bound : own.accepts(wanted, actual);
    String rule = own == null ? ok ? "" : "above the bound" : own.toString();
    add(new TensorError(name, error, ok, own == null, rule));
  }

  /** The expected tensor to compare with; null if there is none or it has another shape. */
  private @Nullable TensorEntry asked(String name, int[] shape) {
    TensorEntry entry = expected.get(name);
    if (entry == null) {
      return null;
    }
    untouched.remove(name);
    if (!Arrays.equals(entry.intShape(), shape)) {
      add(name, 1, "has shape " + Arrays.toString(shape) + ", not " + entry.shape());
      return null;
    }
    return entry;
  }

  /** Compares integers, which have to be equal. */
  void ints(String name, int[] shape, int[] actual) {
    TensorEntry entry = asked(name, shape);
    if (entry != null) {
      equal(name, entry.toInts(), actual);
    }
  }

  /** Compares integers that a file other than {@code expected.safetensors} holds. */
  void equal(String name, int[] wanted, int[] actual) {
    if (wanted.length != actual.length) {
      add(name, 1, actual.length + " values, not " + wanted.length);
    } else if (Arrays.equals(wanted, actual)) {
      add(new TensorError(name, 0, true, true, ""));
    } else {
      int at = Arrays.mismatch(wanted, actual);
      String first = "value " + at + " is " + actual[at] + ", not " + wanted[at];
      add(name, Norms.relL2(Norms.floats(wanted), Norms.floats(actual)), first);
    }
  }

  /** Compares, by a rule of their own, floats that another file holds. */
  void near(String name, float[] wanted, float[] actual, Tolerance own) {
    if (wanted.length != actual.length) {
      add(name, 1, actual.length + " values, not " + wanted.length);
    } else {
      boolean ok = own.accepts(wanted, actual);
      add(new TensorError(name, Norms.relL2(wanted, actual), ok, false, own.toString()));
    }
  }

  /** Compares a number that another file holds; two that are none are equal. */
  void number(String name, double wanted, double actual) {
    number(name, wanted, actual, bound * Math.abs(wanted), "");
  }

  /**
   * Compares a number by a rule of its own.
   *
   * @param absolute what it may be off by
   * @param why where the rule comes from, in words
   */
  void number(String name, double wanted, double actual, double absolute, String why) {
    double off = Math.abs(actual - wanted);
    boolean same = Double.compare(actual, wanted) == 0;
    boolean ok = same || off <= absolute;
    String rule = ok ? why : "is " + actual + ", not " + wanted;
    add(new TensorError(name, same ? 0 : off / Math.abs(wanted), ok, why.isEmpty(), rule));
  }

  /** Compares texts that a file other than {@code expected.safetensors} holds. */
  void equal(String name, String wanted, String actual) {
    boolean same = wanted.equals(actual);
    String problem = same ? "" : "is '" + brief(actual) + "', not '" + brief(wanted) + "'";
    add(new TensorError(name, same ? 0 : 1, same, true, problem));
  }

  private static String brief(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }

  /**
   * Compares every expected tensor named {@code prefix} and a parameter's name with that
   * parameter's gradient.
   */
  void gradients(String prefix, Map<String, Parameter> parameters) {
    gradients(prefix, parameters, 0);
  }

  /**
   * The same where cancelling sums make some gradients ill-conditioned.
   *
   * @param ofLargest what each element may be off by, as a share of the tensor's largest element,
   *     if the tensor is above the bound
   */
  void gradients(String prefix, Map<String, Parameter> parameters, double ofLargest) {
    List<String> names = names(prefix);
    double largest = 0;
    for (String name : names) {
      largest = Math.max(largest, Norms.rms(expected(name).toFloats()));
    }
    double noise = NOISE * largest;
    for (String name : names) {
      Parameter p = parameters.get(name.substring(prefix.length()));
      Tensor gradient = p == null || !p.isLoaded() ? null : p.value().grad();
      if (gradient == null) {
        untouched.remove(name);
        add(name, 1, p == null ? "the model has no such parameter" : "got no gradient");
      } else if (Norms.rms(expected(name).toFloats()) < noise
          && Arrays.equals(expected(name).intShape(), gradient.shape().dims())) {
        untouched.remove(name);
        boolean ok = Norms.rms(gradient.toFloats()) < noise;
        add(
            new TensorError(
                name, ok ? 0 : 1, ok, true, ok ? "0 in theory" : "should be 0 but for rounding"));
      } else {
        float[] wanted = expected(name).toFloats();
        float[] actual = gradient.toFloats();
        boolean lenient =
            ofLargest > 0 && wanted.length == actual.length && Norms.relL2(wanted, actual) > bound;
        Tolerance own =
            Tolerance.each(ofLargest * Norms.largest(wanted), 0, "a share of its largest element");
        values(name, gradient.shape().dims(), actual, lenient ? own : null);
      }
    }
  }

  private void add(String name, double error, String problem) {
    add(new TensorError(name, error, false, true, problem));
  }

  private void add(TensorError e) {
    errors.merge(
        e.name(),
        e,
        (a, b) -> a.ok() != b.ok() ? (a.ok() ? b : a) : a.relL2() >= b.relL2() ? a : b);
  }

  /** All errors; what was expected but not compared is among them. */
  List<TensorError> finish() {
    List<TensorError> all = new ArrayList<>(errors.values());
    untouched.forEach(n -> all.add(new TensorError(n, 1, false, true, "was not checked")));
    return all;
  }
}
