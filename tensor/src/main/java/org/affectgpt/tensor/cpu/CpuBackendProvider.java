package org.affectgpt.tensor.cpu;

import java.util.Locale;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.BackendOptions;
import org.affectgpt.tensor.backend.BackendProvider;
import org.affectgpt.tensor.backend.DeviceInfo;
import org.affectgpt.tensor.backend.Precision;
import org.affectgpt.tensor.cpu.vector.VectorWidth;

/** Offers {@link CpuBackend}, which is always available. */
public final class CpuBackendProvider implements BackendProvider {
  private static final double GIB = 1L << 30;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public DeviceInfo probe() {
    long heap = Runtime.getRuntime().maxMemory();
    int cores = Runtime.getRuntime().availableProcessors();
    String text =
        String.format(
            Locale.ROOT,
            "%s, %s, %d core%s, %.1f GiB heap",
            System.getProperty("os.arch"),
            VectorWidth.description(),
            cores,
            cores == 1 ? "" : "s",
            heap / GIB);
    return DeviceInfo.of(text, heap);
  }

  @Override
  public Backend create(BackendOptions options) {
    if (options.device() != 0) {
      throw new InputException(
          "cpu:" + options.device() + ": the processor is one device; use cpu");
    }
    if (options.precision() != Precision.F32) {
      throw new InputException(
          "the cpu backend computes in F32, not " + options.precision() + "; ask for F32");
    }
    return CpuBackend.create(options.threads());
  }
}
