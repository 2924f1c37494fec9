package org.affectgpt.tensor.cpu;

import java.util.Locale;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.BackendProvider;
import org.affectgpt.tensor.backend.DeviceInfo;
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
  public Backend create(int threads) {
    return CpuBackend.create(threads);
  }
}
