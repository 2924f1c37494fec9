package org.affectgpt.test.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The launcher in a checkout of its own, with a JDK that only says how it was called, and a Maven
 * that makes empty files.
 */
record Checkout(Path home, Path tools) {
  private static final Path LAUNCHER = Path.of("../affectgpt/run");
  private static final List<String> TOOLS =
      List.of("sh", "dirname", "readlink", "sed", "find", "head", "mkdir", "flock", "rm", "mv");

  /** Says its arguments, one a line, and whether its class path is there. */
  private static final String JAVA =
      """
      #!/bin/sh
      for a in "$@"; do
        case $a in *AOTCacheOutput=*) exit 1 ;; esac
      done
      while [ $# -gt 0 ]; do
        if [ "$1" = -cp ]; then
          jar=${2%%:*}
          [ -f "$jar" ] && echo "jar=there" || echo "jar=missing"
        fi
        printf '%s\\n' "$1"
        shift
      done
      echo "LC_ALL=${LC_ALL:-}"
      echo "JAVA_TOOL_OPTIONS=${JAVA_TOOL_OPTIONS:-}"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>"$MAVEN_LOG"
      sleep "${MAVEN_SECONDS:-0}"
      mkdir -p affectgpt/target/lib
      : >affectgpt/target/lib/a.jar
      echo half >affectgpt/target/affectgpt.jar
      [ -z "${MAVEN_FAILS:-}" ] || exit 1
      echo whole >affectgpt/target/affectgpt.jar
      echo >affectgpt/target/classpath.txt
      """;

  /** What a run said, and how it ended. */
  record Run(int code, String out, String err) {
    List<String> words() {
      return out.lines().toList();
    }
  }

  static Checkout make(Path home, Path tools) {
    try {
      Files.createDirectories(home.resolve("affectgpt"));
      Files.writeString(home.resolve("pom.xml"), "<project/>");
      Files.copy(LAUNCHER, home.resolve("affectgpt/run"));
      script(home.resolve("affectgpt/run"), Files.readString(LAUNCHER));
      Path jdk = Files.createDirectories(tools.resolve("a jdk/bin")).getParent();
      Files.writeString(
          jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nJAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");
      script(jdk.resolve("bin/java"), JAVA);
      script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
      script(Files.createDirectories(tools.resolve("bin")).resolve("mvn"), MAVEN);
      return new Checkout(home, tools);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path launcher() {
    return home.resolve("affectgpt/run");
  }

  /** A search path with what the launcher calls, and nothing else. */
  String bare() {
    Path bare = tools.resolve("bare");
    try {
      Files.createDirectories(bare);
      for (String tool : TOOLS) {
        for (Path place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
          if (Files.exists(place.resolve(tool)) && !Files.exists(bare.resolve(tool))) {
            Files.createSymbolicLink(bare.resolve(tool), place.resolve(tool));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bare.toString();
  }

  Path target() {
    return home.resolve("affectgpt/target");
  }

  Path log() {
    return tools.resolve("maven.log");
  }

  /** How often Maven was called. */
  int builds() throws IOException {
    return Files.exists(log()) ? Files.readAllLines(log()).size() : 0;
  }

  /** What a launcher is called with; a variable that is null is unset. */
  record Call(List<String> command, Path folder, Map<String, @Nullable String> environment) {
    Call with(String variable, @Nullable String value) {
      Map<String, @Nullable String> more = new HashMap<>(environment);
      more.put(variable, value);
      return new Call(command, folder, more);
    }

    Call in(Path other) {
      return new Call(command, other, environment);
    }
  }

  /** The launcher in its checkout. */
  Call call(String... args) {
    return call(launcher(), args);
  }

  /** The launcher under another name. */
  Call call(Path launcher, String... args) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    return new Call(command, tools, Map.of());
  }

  Run run(Call call) {
    return start(call).finish();
  }

  Started start(Call call) {
    ProcessBuilder builder = new ProcessBuilder(call.command()).directory(call.folder().toFile());
    Map<String, String> variables = builder.environment();
    List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "AFFECTGPT_JAVA_OPTS")
        .forEach(variables::remove);
    variables.put("JAVA_HOME", tools.resolve("a jdk").toString());
    variables.put("PATH", tools.resolve("bin") + ":/usr/bin:/bin");
    variables.put("MAVEN_LOG", log().toString());
    call.environment()
        .forEach(
            (name, value) -> {
              if (value == null) {
                variables.remove(name);
              } else {
                variables.put(name, value);
              }
            });
    try {
      Path out = Files.createTempFile(tools, "out", "");
      Path err = Files.createTempFile(tools, "err", "");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      return new Started(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A launcher under way. */
  record Started(Process process, Path out, Path err) {
    Run finish() {
      try {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
