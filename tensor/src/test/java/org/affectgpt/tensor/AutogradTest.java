package org.affectgpt.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.ops.Checkpoint;
import org.affectgpt.tensor.ops.elementwise.Add;
import org.affectgpt.tensor.ops.elementwise.AddScalar;
import org.affectgpt.tensor.ops.elementwise.Dropout;
import org.affectgpt.tensor.ops.elementwise.Exp;
import org.affectgpt.tensor.ops.elementwise.Mul;
import org.affectgpt.tensor.ops.elementwise.Scale;
import org.affectgpt.tensor.ops.elementwise.Tanh;
import org.affectgpt.tensor.ops.matrix.Linear;
import org.affectgpt.tensor.ops.rows.Sum;
import org.affectgpt.tensor.ops.shape.Concat;
import org.junit.jupiter.api.Test;

/** The graph: how gradients meet, what is kept, what is not. */
final class AutogradTest {
  private final Backend backend = Backends.open("cpu", 2);

  private Tensor leaf(float... values) {
    return Tensor.of(backend, values, values.length).requiresGrad(true);
  }

  @Test
  void oneTensorAsBothOperands() {
    Tensor x = leaf(3, -2);
    Sum.sum(Add.add(Mul.mul(x, x), Add.add(x, x))).backward();
    assertArrayEquals(new float[] {8, -2}, x.grad().toFloats());
  }

  @Test
  void diamondsAddTheirBranches() {
    Tensor x = leaf(2);
    Tensor a = Scale.scale(x, 3);
    Tensor b = Mul.mul(a, a);
    Tensor c = AddScalar.addScalar(a, 1);
    Sum.sum(Mul.mul(b, c)).backward();
    // d/dx (9 x^2 (3 x + 1)) = 81 x^2 + 18 x
    assertArrayEquals(new float[] {360}, x.grad().toFloats());
  }

  @Test
  void gradientsThatShareMemoryDoNotDisturbEachOther() {
    Tensor x = leaf(1, 2);
    Tensor y = leaf(3, 4);
    Tensor s = Add.add(x, y);
    Sum.sum(Add.add(s, Add.add(x, s.reshape(2)))).backward();
    assertArrayEquals(new float[] {3, 3}, x.grad().toFloats());
    assertArrayEquals(new float[] {2, 2}, y.grad().toFloats());
    Sum.sum(x).backward();
    assertArrayEquals(new float[] {4, 4}, x.grad().toFloats());
    assertArrayEquals(new float[] {2, 2}, y.grad().toFloats());
  }

  @Test
  void theSeedIsNotChanged() {
    Tensor x = leaf(1, 2);
    Tensor seed = Tensor.of(backend, new float[] {5, 7}, 2);
    Tensor y = AddScalar.addScalar(x, 1);
    y.backward(seed);
    AddScalar.addScalar(x, 1).backward(seed);
    assertArrayEquals(new float[] {10, 14}, x.grad().toFloats());
    assertArrayEquals(new float[] {5, 7}, seed.toFloats());
  }

  @Test
  void depthIsNotBoundByTheStack() {
    Tensor x = leaf(1);
    Tensor y = x;
    for (int i = 0; i < 100_000; i++) {
      y = AddScalar.addScalar(y, 1e-5f);
    }
    y.backward();
    assertArrayEquals(new float[] {1}, x.grad().toFloats());
  }

  @Test
  void twoBackwardPassesAccumulate() {
    Tensor x = leaf(2, 3);
    for (int i = 1; i <= 2; i++) {
      Sum.sum(Mul.mul(x, x)).backward();
      assertArrayEquals(new float[] {4 * i, 6 * i}, x.grad().toFloats());
    }
    x.clearGrad();
    assertNull(x.grad());
  }

  @Test
  void aFreedGraphIsNotSilentlyAConstant() {
    Tensor x = leaf(2);
    Tensor y = Exp.exp(x);
    Sum.sum(y).backward();
    Tensor again = Sum.sum(Scale.scale(y, 2));
    var e = assertThrows(IllegalStateException.class, again::backward);
    assertTrue(e.getMessage().contains("exp"), e.getMessage());
    Sum.sum(Mul.mul(y.detach(), x)).backward();
    assertEquals(2 * Math.exp(2), x.grad().item(), 1e-5);
  }

  @Test
  void noGradRecordsNothing() {
    Tensor x = leaf(2);
    Tensor y = NoGrad.call(() -> Exp.exp(x));
    assertFalse(y.requiresGrad());
    assertThrows(IllegalStateException.class, y::backward);
    assertTrue(Exp.exp(x).requiresGrad());
  }

  @Test
  void onlyWhatNeedsAGradientGetsOne() {
    Tensor x = leaf(1, 2);
    Tensor w = Tensor.of(backend, new float[] {1, 2, 3, 4}, 2, 2);
    Sum.sum(Linear.linear(x.reshape(1, 2), w, null)).backward();
    assertNull(w.grad());
    assertArrayEquals(new float[] {4, 6}, x.grad().toFloats());
  }

  @Test
  void leadingRowsPassTheirGradientBack() {
    Tensor x = leaf(1, 2, 3, 4, 5, 6);
    Tensor rows = x.reshape(3, 2).rows(1, 1);
    assertArrayEquals(new float[] {3, 4}, rows.toFloats());
    Sum.sum(Scale.scale(rows, 2)).backward();
    assertArrayEquals(new float[] {0, 0, 2, 2, 0, 0}, x.grad().toFloats());
  }

  @Test
  void checkpointEqualsThePlainGraphWithDropout() {
    CounterRng values = new CounterRng(1);
    float[] initial = new float[12];
    for (int i = 0; i < initial.length; i++) {
      initial[i] = (float) values.nextGaussian();
    }
    Tensor[] plain = twoLayers(initial, false);
    Tensor[] recomputed = twoLayers(initial, true);
    for (int i = 0; i < plain.length; i++) {
      assertArrayEquals(plain[i].toFloats(), recomputed[i].toFloats());
    }
  }

  /** Loss, gradient of the input, gradient of the shared weight. */
  private Tensor[] twoLayers(float[] initial, boolean checkpoint) {
    CounterRng rng = new CounterRng(7).split("dropout");
    Tensor x = Tensor.of(backend, initial, 4, 3).requiresGrad(true);
    Tensor w = leaf(1, -2, 3, 0.5f, 1, 0, 2, -1, 1).reshape(3, 3).detach().requiresGrad(true);
    Tensor h = x;
    for (int i = 0; i < 2; i++) {
      if (checkpoint) {
        h = Checkpoint.checkpoint(List.of(rng), t -> layer(t, w, rng), h);
      } else {
        h = layer(h, w, rng);
      }
    }
    Tensor loss = Sum.sum(Mul.mul(h, Concat.concat(0, x.detach())));
    loss.backward();
    assertEquals(24, rng.counter());
    return new Tensor[] {loss.detach(), x.grad(), w.grad()};
  }

  private static Tensor layer(Tensor x, Tensor w, CounterRng rng) {
    return Dropout.dropout(Tanh.tanh(Linear.linear(x, w, null)), 0.4f, rng);
  }

  @Test
  void checkpointReachesParametersUnderAnInputWithoutGradient() {
    Tensor x = Tensor.of(backend, new float[] {1, 2}, 2);
    Tensor w = leaf(3, 4);
    Sum.sum(Checkpoint.checkpoint(List.of(), t -> Mul.mul(t, w), x)).backward();
    assertArrayEquals(new float[] {1, 2}, w.grad().toFloats());
    assertNull(x.grad());
  }
}
