package org.affectgpt.tensor;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.BackendOptions;
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

  /** Opens a device in full precision; see {@link #open(String, BackendOptions)}. */
  public static Backend open(String device, int threads) {
    return open(device, BackendOptions.of(threads));
  }

  /**
   * Opens a device.
   *
   * @param device the name of a backend, or with a device's number as in {@code cuda:1}, which
   *     comes before that of the options
   * @throws InputException when there is none, with the reason and what to do
   */
  public static Backend open(String device, BackendOptions options) {
    int colon = device.indexOf(':');
    if (colon < 0) {
      return provider(device).create(options);
    }
    String number = device.substring(colon + 1);
    if (!number.matches("[0-9]{1,4}")) {
      throw new InputException(
          "backend '" + device + "' has no device number after the colon; write it as in cuda:1");
    }
    return provider(device.substring(0, colon)).create(options.on(Integer.parseInt(number)));
  }

  private static BackendProvider provider(String name) {
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
