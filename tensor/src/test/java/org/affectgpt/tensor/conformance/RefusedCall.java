package org.affectgpt.tensor.conformance;

import java.util.function.Consumer;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;

/**
 * A call that a backend must refuse with an {@link IllegalArgumentException}, at the latest when it
 * is waited for.
 */
record RefusedCall(String kernel, String what, Consumer<Backend> call) implements ConformanceCase {
  @Override
  public String name() {
    return kernel + "[" + what + " is refused]";
  }

  @Override
  public void check(BackendPair backends) {
    try (MemoryScope scope = backends.one().scope()) {
      call.accept(backends.one());
      backends.one().synchronize();
    } catch (IllegalArgumentException refused) {
      return;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(name() + ": " + e, e);
    }
    throw new AssertionError(name() + ": nothing was thrown");
  }
}
