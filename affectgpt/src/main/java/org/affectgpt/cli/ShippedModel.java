package org.affectgpt.cli;

import java.nio.file.Path;
import org.affectgpt.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** Where the model that comes with the project lies: under the folder of the launcher. */
final class ShippedModel {
  private static final String HOME = "affectgpt.home";

  private ShippedModel() {}

  /** The folder given, or the shipped one. */
  static Path or(@Nullable Path given) {
    if (given != null) {
      return given;
    }
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new InputException(
          "--model is missing; give a model folder, or start with affectgpt/run");
    }
    return Path.of(home, "affectgpt", "model");
  }
}
