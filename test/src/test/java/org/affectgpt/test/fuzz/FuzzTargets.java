package org.affectgpt.test.fuzz;

import java.util.ArrayList;
import java.util.List;

/** All targets by name. */
final class FuzzTargets {
  private FuzzTargets() {}

  static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>();
    all.addAll(
        List.of(
            new WavTarget(),
            new MediaTarget(),
            new NpyTarget(),
            new SafeTensorsTarget(),
            new TokenizerTarget(),
            new GgufTarget(),
            new PickleTarget(),
            new TorchTarget(),
            new LegacyTorchTarget(),
            new NpzTarget(),
            new OnnxTarget(),
            new ConfigTarget(),
            new CsvTarget(),
            new YamlTarget(),
            new TemplateTarget()));
    all.addAll(JsonTargets.all());
    all.addAll(TableTargets.all());
    all.addAll(FolderTargets.all());
    return all;
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
