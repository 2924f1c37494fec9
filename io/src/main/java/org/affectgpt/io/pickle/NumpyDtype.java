package org.affectgpt.io.pickle;

import java.util.List;
import org.affectgpt.io.npy.NumpyType;
import org.jspecify.annotations.Nullable;

/** A NumPy dtype: a code such as {@code f8}, and the byte order that its state adds. */
final class NumpyDtype implements PickleState {
  private final String code;
  private String order = "|";

  NumpyDtype(String code) {
    this.code = code;
  }

  @Override
  public void set(@Nullable Object state) {
    List<?> parts = PickleArguments.items(state, "the state of a dtype");
    if (parts.size() < 2 || !(parts.get(1) instanceof String text) || text.length() != 1) {
      throw new PickleException("has a dtype with an unknown kind of state");
    }
    order = text;
  }

  NumpyType type() {
    boolean single = code.length() == 2 && code.charAt(1) == '1';
    return NumpyType.of(single || code.startsWith("O") ? "|" + code : order + code);
  }
}
