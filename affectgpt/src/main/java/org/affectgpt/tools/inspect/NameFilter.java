package org.affectgpt.tools.inspect;

import java.util.List;
import java.util.regex.Pattern;
import org.affectgpt.io.stored.TensorEntry;
import org.jspecify.annotations.Nullable;

/** Chooses tensors by a glob over the whole name: {@code *} is any run, {@code ?} one character. */
public final class NameFilter {
  private final @Nullable Pattern pattern;

  /**
   * @param glob null chooses everything
   */
  public NameFilter(@Nullable String glob) {
    pattern = glob == null ? null : Pattern.compile(regex(glob), Pattern.DOTALL);
  }

  private static String regex(String glob) {
    StringBuilder out = new StringBuilder();
    // One run of stars is one wildcard, or matching could take exponential time.
    for (char c : glob.replaceAll("\\*+", "*").toCharArray()) {
      out.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return out.toString();
  }

  public List<TensorEntry> of(List<TensorEntry> tensors) {
    Pattern p = pattern;
    return p == null
        ? tensors
        : tensors.stream().filter(t -> p.matcher(t.name()).matches()).toList();
  }
}
