package org.affectgpt.tensor.backend;

/**
 * The memory of one step of a loop. Whatever the thread that opened it allocates until it is closed
 * belongs to it, goes back to the backend when it closes, and is handed out again in the next step:
 *
 * <pre>
 *   for (...) {
 *     try (MemoryScope step = backend.scope()) {
 *       Tensor loss = model.loss(batch);
 *       loss.backward();
 *       optimizer.step(rate);
 *       mean += loss.item();
 *       optimizer.clearGrads();
 *     }
 *   }
 * </pre>
 *
 * <p>A tensor that is used after its scope has closed throws {@link IllegalStateException}: values
 * leave a scope as Java floats, or in memory that {@link Backend#keepWith} has moved out of it.
 * Gradients live as long as their leaves, so those of parameters outlive the scope by themselves.
 *
 * <p>Scopes nest; the innermost open one of a thread takes what the thread allocates. Without a
 * scope memory is left to the garbage collector.
 */
public interface MemoryScope extends AutoCloseable {
  /**
   * Gives the memory back. Scopes close on the thread that opened them, the innermost first.
   *
   * @throws IllegalStateException on another thread, or when an inner scope was still open
   */
  @Override
  void close();
}
