package org.affectgpt.tensor;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.affectgpt.tensor.backend.BackendProvider;

/** The backends on the class path. */
public final class Backends {
  private Backends() {}

  /** Every provider found. */
  public static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * The provider of this name.
   *
   * @throws InputException naming those there are
   */
  public static BackendProvider provider(String name) {
    List<BackendProvider> all = providers();
    return all.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "backend '"
                        + name
                        + "' is not part of this build; use "
                        + all.stream()
                            .map(BackendProvider::name)
                            .collect(Collectors.joining(" or "))));
  }
}
