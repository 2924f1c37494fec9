package org.affectgpt.test.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affectgpt.test.launcher.Checkout.Call;
import org.affectgpt.test.launcher.Checkout.Run;
import org.affectgpt.test.launcher.Checkout.Started;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  @TempDir Path folder;

  private Checkout checkout;

  @BeforeEach
  void make() {
    checkout = checkout("checkout");
  }

  private Checkout checkout(String name) {
    return Checkout.make(folder.resolve(name), folder.resolve("tools"));
  }

  /** That Java was started on the jar with these words after the name of the class. */
  private static void assertStarted(Run run, String... args) {
    assertEquals(0, run.code(), run.err());
    List<String> words = run.words();
    int main = words.indexOf("org.affectgpt.cli.Main");
    assertTrue(main > 0, run.out());
    assertEquals(List.of(args), words.subList(main + 1, main + 1 + args.length));
    assertTrue(words.contains("jar=there"), run.out());
    assertTrue(words.contains("LC_ALL=C.UTF-8"), run.out());
  }

  @Test
  void buildsOnceAndThenStarts() throws IOException {
    assertStarted(checkout.run(checkout.call("infer", "a b", "*", "x'y\"z", "")), "infer", "a b");
    Run second = checkout.run(checkout.call("bench", "*", "x'y\"z", "$HOME", "@file", ""));
    assertStarted(second, "bench", "*", "x'y\"z", "$HOME", "@file", "");
    assertEquals("", second.err());
    assertEquals(1, checkout.builds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with spaces",
        "with:colon",
        "two::colons: and a space",
        "quote'and\"quote",
        "star*and?[a]",
        "dollar$HOME`id`",
        "umlaut-\u00e4\u6c34\ud83d\ude00",
        "-dash",
        "per%20cent",
        "semi;colon&and#hash!",
        "back\\slash"
      })
  void anyPath(String name) throws IOException {
    Checkout odd = checkout(name);
    assertStarted(odd.run(odd.call("bench", "x")), "bench", "x");
    assertStarted(odd.run(odd.call("bench", "y")), "bench", "y");
    assertEquals(1, odd.builds());
  }

  @Test
  void throughLinks() throws IOException {
    checkout.run(checkout.call("bench"));
    Path bin = Files.createDirectories(folder.resolve("some bin"));
    Path link = Files.createSymbolicLink(bin.resolve("affectgpt"), checkout.launcher());
    assertStarted(checkout.run(checkout.call(link, "bench")), "bench");
    Path relative =
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../checkout/affectgpt/run"));
    assertStarted(checkout.run(checkout.call(relative, "bench")), "bench");
    Path chain = Files.createSymbolicLink(folder.resolve("chain"), Path.of("some bin/relative"));
    assertStarted(checkout.run(checkout.call(chain, "bench")), "bench");
    Path room =
        Files.createSymbolicLink(folder.resolve("room"), checkout.home().resolve("affectgpt"));
    assertStarted(checkout.run(checkout.call(room.resolve("run"), "bench")), "bench");
    Call bare = new Call(List.of("affectgpt", "bench"), folder, checkout.call().environment());
    String path = bin + ":" + folder.resolve("tools/bin") + ":/usr/bin:/bin";
    Call shell = new Call(List.of("sh", "-c", "affectgpt bench"), folder, bare.environment());
    assertStarted(checkout.run(shell.with("PATH", path)), "bench");
    assertEquals(1, checkout.builds());
  }

  @Test
  void fromOtherFolders() throws IOException {
    checkout.run(checkout.call("bench"));
    Path room = checkout.home().resolve("affectgpt");
    Call call = checkout.call(Path.of("./run"), "bench");
    assertStarted(checkout.run(call.in(room).with("CDPATH", "/:/tmp:" + folder)), "bench");
    Call shell = new Call(List.of("sh", "run", "bench"), room, call.environment());
    assertStarted(checkout.run(shell), "bench");
  }

  @Test
  void oddEnvironments() throws IOException {
    checkout.run(checkout.call("bench"));
    Call call = checkout.call("bench");
    assertStarted(checkout.run(call.with("HOME", null)), "bench");
    assertStarted(checkout.run(call.with("HOME", "/nowhere")), "bench");
    assertStarted(checkout.run(call.with("TMPDIR", "/nowhere")), "bench");
    assertStarted(checkout.run(call.with("IFS", "a")), "bench");
    assertStarted(checkout.run(call.with("JAVA_HOME", "/nowhere").with("PATH", path())), "bench");
  }

  @Test
  void whatJavaCannotStandIn() throws IOException {
    checkout.run(checkout.call("bench"));
    String start = " && exec '" + checkout.launcher() + "' bench";
    for (String before : List.of("cd '%s' && rmdir '%s'", "ulimit -v 3000000")) {
      Path gone = Files.createTempDirectory(folder, "gone");
      List<String> words = List.of("sh", "-c", before.formatted(gone, gone) + start);
      Run run = checkout.run(new Call(words, folder, checkout.call().environment()));
      assertEquals(2, run.code(), run.err());
      List<String> lines = run.err().lines().toList();
      assertTrue(lines.getLast().startsWith("affectgpt: the "), run.err());
      assertFalse(run.err().contains("java"), run.err());
    }
  }

  @Test
  void aBuildThatLacksItsLibraries() throws IOException {
    checkout.run(checkout.call("bench"));
    Path library = checkout.target().resolve("lib/a.jar");
    Files.delete(library);
    Files.createSymbolicLink(library, Path.of("gone"));
    Run run = checkout.run(checkout.call("bench"));
    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains(library + " cannot be read; let the owner"), run.err());
    Files.delete(library);
    Files.delete(library.getParent());
    assertStarted(checkout.run(checkout.call("bench")), "bench");
    assertEquals(2, checkout.builds());
  }

  private String path() {
    return folder.resolve("tools/a jdk/bin") + ":/usr/bin:/bin";
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "C", "POSIX", "de_DE.ISO-8859-1", "en_US.UTF-8", "no_SUCH"})
  void textIsUtf8WhateverTheLocale(String locale) throws IOException {
    checkout.run(checkout.call("bench"));
    Call call = checkout.call("bench", "caf\u00e9").with("LC_ALL", locale);
    assertStarted(checkout.run(call.with("LANG", locale)), "bench", "caf\u00e9");
  }

  @Test
  void optionsForJavaAreNotAnnounced() {
    Call call =
        checkout
            .call("bench")
            .with("JAVA_TOOL_OPTIONS", "-Da=* -Db=2")
            .with("_JAVA_OPTIONS", "-Dc=3")
            .with("AFFECTGPT_JAVA_OPTS", "-Dd=4");
    Run run = checkout.run(call);
    assertStarted(run, "bench");
    assertTrue(run.words().containsAll(List.of("-Da=*", "-Db=2", "-Dc=3", "-Dd=4")), run.out());
    assertTrue(run.words().contains("JAVA_TOOL_OPTIONS="), run.out());
  }

  @Test
  void saysWhatToInstall() {
    Run maven = checkout.run(checkout.call("bench").with("PATH", checkout.bare()));
    assertEquals(2, maven.code(), maven.out());
    assertEquals(1, maven.err().lines().count(), maven.err());
    assertTrue(maven.err().contains("needs Maven"), maven.err());
  }

  @Test
  void aBuildThatFailsIsNoBuild() throws IOException {
    Run failed = checkout.run(checkout.call("bench").with("MAVEN_FAILS", "yes"));
    assertEquals(1, failed.code());
    assertTrue(failed.err().contains("affectgpt: the build failed"), failed.err());
    assertStarted(checkout.run(checkout.call("bench")), "bench");
    assertEquals(2, checkout.builds());
    assertEquals("whole\n", Files.readString(checkout.target().resolve("affectgpt.jar")));
  }

  @Test
  void aBuildThatWasKilledIsNoBuild() throws Exception {
    Started started = checkout.start(checkout.call("bench").with("MAVEN_SECONDS", "2"));
    while (checkout.builds() == 0) {
      Thread.sleep(20);
    }
    started.process().descendants().forEach(ProcessHandle::destroyForcibly);
    started.process().destroyForcibly().waitFor();
    Files.createDirectories(checkout.target().resolve("lib"));
    Files.writeString(checkout.target().resolve("affectgpt.jar"), "half");
    assertStarted(checkout.run(checkout.call("bench")), "bench");
    assertEquals(2, checkout.builds());
    assertEquals("whole\n", Files.readString(checkout.target().resolve("affectgpt.jar")));
  }

  @Test
  void ofTwoStartsOneBuilds() throws IOException {
    Call call = checkout.call("bench").with("MAVEN_SECONDS", "1");
    Started first = checkout.start(call);
    Started second = checkout.start(call);
    assertStarted(first.finish(), "bench");
    assertStarted(second.finish(), "bench");
    assumeTrue(Files.exists(Path.of("/usr/bin/flock")), "no flock: both may build");
    assertEquals(1, checkout.builds());
  }

  @Test
  void changedSourcesAreBuiltAgain() throws Exception {
    checkout.run(checkout.call("bench"));
    Thread.sleep(20);
    Path source = Files.createDirectories(checkout.home().resolve("io/src/main"));
    Files.writeString(source.resolve("A.java"), "class A {}");
    assertStarted(checkout.run(checkout.call("bench")), "bench");
    assertEquals(2, checkout.builds());
  }

  @Test
  void aCheckoutThatCannotBeWritten() throws IOException {
    Path target = Files.createDirectories(checkout.target());
    target.toFile().setWritable(false, false);
    try {
      assumeTrue(!Files.isWritable(target), "root writes everywhere");
      Run run = checkout.run(checkout.call("bench"));
      assertEquals(2, run.code());
      assertTrue(run.err().contains("cannot be written, so nothing can be built"), run.err());
      target.toFile().setWritable(true, true);
      assertStarted(checkout.run(checkout.call("bench")), "bench");
      target.toFile().setWritable(false, false);
      assertStarted(checkout.run(checkout.call("devices")), "devices");
      assertFalse(Files.exists(target.resolve("start.1")));
    } finally {
      target.toFile().setWritable(true, true);
    }
  }
}
