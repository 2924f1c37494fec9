package org.affectgpt.tools.measure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.affectgpt.tensor.InputException;

/** Every bench, and how cases are chosen by name. */
public final class Benches {
  private static final List<Bench> ALL =
      List.of(
          new GemmBench(),
          new GemvBench(),
          new AttentionBench(),
          new RowsBench(),
          new ConvBench(),
          new VitBench(),
          new HubertBench(),
          new DecodeBench(),
          new TrainStepBench());

  private Benches() {}

  /** The names of all benches. */
  public static List<String> names() {
    return ALL.stream().map(Bench::name).toList();
  }

  /**
   * @param names benches, or single cases as {@code bench/case}; none chooses every bench
   * @throws InputException for a name that is neither, listing those there are
   */
  public static List<Case> select(List<String> names) {
    Set<Case> chosen = new LinkedHashSet<>();
    for (String name : names.isEmpty() ? names() : names) {
      chosen.addAll(named(name));
    }
    return List.copyOf(chosen);
  }

  private static List<Case> named(String name) {
    String group = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    Bench bench =
        ALL.stream()
            .filter(b -> b.name().equals(group))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        "bench " + name + ": not known; use " + String.join(", ", names())));
    if (name.equals(group)) {
      return bench.cases();
    }
    List<Case> all = Stream.concat(bench.cases().stream(), bench.onRequest().stream()).toList();
    List<Case> found = all.stream().filter(c -> c.id().equals(name)).toList();
    if (found.isEmpty()) {
      throw new InputException(
          "bench "
              + name
              + ": no such case; "
              + group
              + " has "
              + all.stream().map(Case::name).collect(Collectors.joining(", ")));
    }
    return found;
  }
}
