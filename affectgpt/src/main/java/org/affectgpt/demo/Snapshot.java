package org.affectgpt.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affectgpt.model.AffectGptModel;

/** The weights of a model at one moment, to start several runs from. */
record Snapshot(Map<String, float[]> weights) {
  static Snapshot of(AffectGptModel model) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    model.parameters().forEach((name, p) -> weights.put(name, p.value().toFloats()));
    return new Snapshot(weights);
  }

  void restore(AffectGptModel model) {
    model.parameters().forEach((name, p) -> p.value().set(weights.get(name)));
  }
}
