package org.affectgpt.tensor.cpu.memory;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.tensor.backend.MemoryScope;
import org.jspecify.annotations.Nullable;

/** A scope over heap arrays: a list of what was lent, for the thread that opened it. */
final class CpuScope implements MemoryScope {
  private final CpuMemory memory;
  private final @Nullable CpuScope outer;
  private final Thread thread = Thread.currentThread();
  private final List<HeapArray<?>> lent = new ArrayList<>();
  private boolean closed;

  CpuScope(CpuMemory memory, @Nullable CpuScope outer) {
    this.memory = memory;
    this.outer = outer;
  }

  /** Number of scopes around this one. */
  int depth() {
    return outer == null ? 0 : outer.depth() + 1;
  }

  void add(HeapArray<?> array) {
    if (closed || Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "memory for a scope that is " + (closed ? "closed" : "open on " + thread.getName()));
    }
    lent.add(array);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "a scope of " + thread.getName() + " closed on " + Thread.currentThread().getName());
    }
    int open = 0;
    for (CpuScope s = memory.innermost(); s != null && s != this; s = s.outer) {
      s.giveBack();
      open++;
    }
    giveBack();
    memory.innermost(outer);
    if (open > 0) {
      throw new IllegalStateException(open + " scopes inside of this one were still open");
    }
  }

  private void giveBack() {
    closed = true;
    for (HeapArray<?> array : lent) {
      // others were freed before, or moved to an outer scope
      if (array.scope() == this) {
        array.free();
      }
    }
    lent.clear();
  }
}
