package org.affectgpt.test.fuzz;

import java.util.List;

/** All targets by name. */
final class FuzzTargets {
  private FuzzTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new WavTarget(),
        new NpyTarget(),
        new SafeTensorsTarget(),
        new TokenizerTarget(),
        new GgufTarget(),
        new PickleTarget(),
        new TorchTarget(),
        new NpzTarget());
  }

  /**
   * @throws IllegalArgumentException listing the names when none is this one
   */
  static FuzzTarget named(String name) {
    List<String> names = all().stream().map(FuzzTarget::name).toList();
    return all().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target '" + name + "', only " + names));
  }
}
