package org.affectgpt.tools.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What there is to take, in bytes.
 *
 * @param available memory that can be had without swapping; cached pages of files count, because
 *     the system gives them up, or they are the very weights that are to be mapped
 * @param heap the largest Java heap
 */
public record MachineMemory(long available, long heap) {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  /** As it is now; a container's limit counts. */
  public static MachineMemory now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    // the bean's free memory leaves cached files out, so its total is the bound that is fair
    long limit = system.getTotalMemorySize();
    long available = kilobytes(MEMINFO, "MemAvailable").orElse(limit >> 10) << 10;
    return new MachineMemory(Math.min(available, limit), Runtime.getRuntime().maxMemory());
  }

  /** The peak of this process's resident memory, where the system tells. */
  public static OptionalLong peakResident() {
    OptionalLong kilobytes = kilobytes(Path.of("/proc/self/status"), "VmHWM");
    return kilobytes.isPresent()
        ? OptionalLong.of(kilobytes.getAsLong() << 10)
        : OptionalLong.empty();
  }

  private static OptionalLong kilobytes(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
          .filter(l -> l.startsWith(key + ":"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
