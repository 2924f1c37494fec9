package org.affectgpt.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.backend.BackendProvider;
import org.affectgpt.tensor.backend.DeviceInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devices}: the backends, their devices and memory, and why one is unavailable. */
@Command(
    name = "devices",
    description = "Lists the backends with their devices and memory, or why one is unavailable.",
    mixinStandardHelpOptions = true)
public final class DevicesCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("cpu", "cuda", "opencl");

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a backend.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    found()
        .forEach(
            (name, info) -> {
              if (json) {
                out.println(line(name, info));
              } else {
                out.printf(
                    "%-8s%s%s%n", name, info.available() ? "" : "unavailable: ", info.text());
              }
            });
    out.flush();
    return 0;
  }

  private static Map<String, DeviceInfo> found() {
    Map<String, DeviceInfo> found = new LinkedHashMap<>();
    for (String name : NAMES) {
      found.put(name, DeviceInfo.unavailable("this build has no " + name + " backend"));
    }
    for (BackendProvider provider : Backends.providers()) {
      found.put(provider.name(), provider.probe());
    }
    return found;
  }

  private static ObjectNode line(String name, DeviceInfo info) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("backend", name).put("available", info.available());
    node.put(info.available() ? "device" : "reason", info.text());
    if (info.available()) {
      node.put("memory_bytes", info.memoryBytes());
    }
    return node;
  }
}
