package org.affectgpt.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.affectgpt.tensor.cpu.memory.FloatArray;
import org.affectgpt.tensor.ops.Checkpoint;
import org.affectgpt.tensor.ops.elementwise.Mul;
import org.affectgpt.tensor.ops.elementwise.Sigmoid;
import org.affectgpt.tensor.ops.matrix.Linear;
import org.affectgpt.tensor.ops.rows.Mean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MemoryScopeTest {
  private final Backend backend = Backends.open("cpu", 1);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void theNextStepGetsTheMemoryOfTheLastWithZerosInIt() {
    float[] first;
    try (MemoryScope step = backend.scope()) {
      first = array(Tensor.full(backend, 3f, 100));
      assertNotSame(first, array(Tensor.zeros(backend, 100)), "two tensors of one step");
    }
    try (MemoryScope step = backend.scope()) {
      Tensor a = Tensor.zeros(backend, 100);
      Tensor b = Tensor.zeros(backend, 97);
      assertTrue(array(a) == first || array(b) == first, "reused");
      assertArrayEquals(new float[100], a.toFloats());
      assertArrayEquals(new float[97], b.toFloats());
    }
  }

  @Test
  void withoutAScopeMemoryIsNeverReused() {
    try (MemoryScope step = backend.scope()) {
      Tensor.zeros(backend, 100);
    }
    Tensor free = Tensor.full(backend, 2f, 100);
    try (MemoryScope step = backend.scope()) {
      assertNotSame(array(free), array(Tensor.zeros(backend, 100)));
    }
    assertEquals(2f, free.rows(99, 1).item());
  }

  @Test
  void anEscapedTensorThrows() {
    Tensor escaped;
    Tensor view;
    try (MemoryScope step = backend.scope()) {
      escaped = Tensor.full(backend, 3f, 4);
      view = escaped.reshape(2, 2).detach();
    }
    for (Tensor t : List.of(escaped, view)) {
      Exception e = assertThrows(IllegalStateException.class, t::toFloats);
      assertTrue(e.getMessage().contains("given back when its step ended"), e.getMessage());
    }
    assertThrows(IllegalStateException.class, () -> Sigmoid.sigmoid(escaped));
    assertThrows(IllegalStateException.class, () -> escaped.set(new float[4]));
    Tensor owner = Tensor.zeros(backend, 1);
    try (MemoryScope step = backend.scope()) {
      Tensor t = Tensor.zeros(backend, 4);
      step.close();
      assertThrows(IllegalStateException.class, () -> t.keepWith(owner).toFloats());
    }
  }

  @Test
  void whatIsKeptLivesAsLongAsItsOwner() {
    Tensor owner = Tensor.zeros(backend, 1);
    Tensor kept;
    try (MemoryScope step = backend.scope()) {
      kept = Tensor.full(backend, 5f, 8).keepWith(owner);
    }
    try (MemoryScope step = backend.scope()) {
      Tensor.full(backend, 6f, 8);
      Tensor outer = Tensor.zeros(backend, 1);
      Tensor middle;
      try (MemoryScope inner = backend.scope()) {
        middle = Tensor.full(backend, 7f, 8).keepWith(outer);
        // an owner that dies earlier changes nothing
        outer.keepWith(Tensor.zeros(backend, 1));
      }
      assertEquals(7f, middle.rows(0, 1).item());
      assertEquals(0f, outer.item());
    }
    assertArrayEquals(new float[] {5, 5, 5, 5, 5, 5, 5, 5}, kept.toFloats());
  }

  @Test
  void anExceptionGivesTheMemoryBackToo() {
    float[][] first = new float[1][];
    assertThrows(
        ArithmeticException.class,
        () -> {
          try (MemoryScope outer = backend.scope();
              MemoryScope inner = backend.scope()) {
            first[0] = array(Tensor.zeros(backend, 50));
            throw new ArithmeticException();
          }
        });
    try (MemoryScope step = backend.scope()) {
      assertSame(first[0], array(Tensor.zeros(backend, 50)));
    }
    assertNotSame(first[0], array(Tensor.zeros(backend, 50)), "no scope is open any more");
  }

  @Test
  void scopesThatAreClosedOutOfOrderAreRefusedAndClosed() throws InterruptedException {
    MemoryScope outer = backend.scope();
    MemoryScope inner = backend.scope();
    Tensor t = Tensor.zeros(backend, 5);
    Throwable[] other = new Throwable[1];
    Thread thread = new Thread(() -> other[0] = assertThrows(RuntimeException.class, outer::close));
    thread.start();
    thread.join();
    assertEquals(IllegalStateException.class, other[0].getClass());
    t.toFloats();
    assertThrows(IllegalStateException.class, outer::close);
    inner.close();
    assertThrows(IllegalStateException.class, t::toFloats);
    Tensor after = Tensor.zeros(backend, 5);
    outer.close();
    after.toFloats();
  }

  @Test
  void gradientsLiveAsLongAsTheirLeaves() {
    Tensor w = weight().requiresGrad(true);
    try (MemoryScope step = backend.scope()) {
      loss(w, 1).backward();
    }
    float[] one = w.grad().toFloats();
    float[] array = array(w.grad());
    try (MemoryScope step = backend.scope()) {
      loss(w, 1).backward();
    }
    float[] two = w.grad().toFloats();
    for (int i = 0; i < one.length; i++) {
      assertEquals(2 * one[i], two[i], 1e-6f * Math.abs(two[i]), "accumulated over two steps");
    }
    w.clearGrad();
    try (MemoryScope step = backend.scope()) {
      boolean found = false;
      for (int i = 0; i < 50; i++) {
        found |= array(Tensor.zeros(backend, w.shape().dims())) == array;
      }
      assertTrue(found, "a cleared gradient is reused");
    }
  }

  @Test
  void aScopeChangesNoBitOfAGradient() {
    Tensor plain = weight().requiresGrad(true);
    Tensor scoped = weight().requiresGrad(true);
    for (int step = 0; step < 3; step++) {
      loss(plain, step).backward();
      try (MemoryScope scope = backend.scope()) {
        loss(scoped, step).backward();
      }
      assertArrayEquals(plain.grad().toFloats(), scoped.grad().toFloats());
      plain.clearGrad();
      scoped.clearGrad();
    }
  }

  private Tensor weight() {
    CounterRng rng = new CounterRng(3);
    float[] values = new float[36];
    for (int i = 0; i < values.length; i++) {
      values[i] = rng.nextFloat() - 0.5f;
    }
    return Tensor.of(backend, values, 6, 6);
  }

  /** A graph with shared inputs, views and a checkpoint. */
  private Tensor loss(Tensor w, int step) {
    Tensor x = Tensor.full(backend, 0.5f + step, 2, 3, 6);
    Tensor h = Linear.linear(x, w, null);
    Tensor y = Mul.mul(h, Sigmoid.sigmoid(h)).reshape(6, 6);
    Tensor z = Checkpoint.checkpoint(List.of(), v -> Linear.linear(Sigmoid.sigmoid(v), w, null), y);
    return Mean.mean(Mul.mul(z, z.reshape(6, 6)));
  }

  private static float[] array(Tensor t) {
    return ((FloatArray) t.view().storage()).data();
  }
}
