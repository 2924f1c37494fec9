package org.affectgpt.train;

import static org.affectgpt.tensor.ops.elementwise.Square.square;
import static org.affectgpt.tensor.ops.rows.Sum.sum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.affectgpt.demo.TinyModel;
import org.affectgpt.model.AffectGptModel;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.optim.AdamW;
import org.affectgpt.nn.optim.ParameterGroup;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs and checkpoints of runs that were killed. */
class RunFolderTest {
  private static final String TRAINED = "multi_llama_proj.weight";

  private final Backend backend = Backends.open("cpu", 1);
  @TempDir private Path temp;

  /** A fresh model whose fusions train, with its optimizer. */
  private final class Run {
    final AffectGptModel model;
    final AdamW optimizer;
    final Parameter weight;

    Run(long seed) {
      model =
          TinyModel.create(
                  backend,
                  TinyModel.tokenizer(List.of("a few words to learn from")),
                  temp,
                  new CounterRng(seed))
              .model();
      Map<String, Parameter> trainable = Trainables.choose(model, false);
      optimizer = new AdamW(ParameterGroup.byDecay(trainable, 0.01));
      weight = model.parameters().get(TRAINED);
    }

    void step() {
      sum(square(weight.value())).backward();
      optimizer.step(0.01);
      optimizer.clearGrads();
    }

    float[] values() {
      return weight.value().toFloats();
    }
  }

  private RunFolder folder(String fingerprint) {
    return new RunFolder(temp.resolve("run"), fingerprint);
  }

  @Test
  void resumedRunsGoOnAsIfUnbroken() throws IOException {
    Run unbroken = new Run(1);
    RunFolder folder = folder("a");
    for (int step = 1; step <= 3; step++) {
      unbroken.step();
      folder.log(step, Map.of("loss", 1.0 / step));
      if (step == 2) {
        folder.save(unbroken.model, unbroken.optimizer, step, List::of);
      }
    }
    Files.writeString(
        temp.resolve("run/log.jsonl"), "{\"step\": 4, \"lo", StandardOpenOption.APPEND);
    assertEquals(3, folder.read().size());
    Run resumed = new Run(2);
    assertEquals(2, folder.resume(resumed.model, resumed.optimizer));
    assertEquals(2, folder.read().size(), "lines after the checkpoint are taken back");
    assertEquals(0.5, folder.read().getLast().get("loss").asDouble());
    resumed.step();
    assertArrayEquals(unbroken.values(), resumed.values());
    folder.log(3, Map.of("loss", 0.0));
    assertEquals(List.of(1, 2, 3), folder.read().stream().map(l -> l.get("step").asInt()).toList());
  }

  @Test
  void onlyWhatTrainsIsKept() {
    Run run = new Run(1);
    RunFolder folder = folder("a");
    folder.log(1, Map.of("loss", 1.0));
    folder.save(run.model, run.optimizer, 1, List::of);
    Run other = new Run(2);
    String frozen =
        other.model.parameters().entrySet().stream()
            .filter(e -> !e.getValue().trainable())
            .findFirst()
            .orElseThrow()
            .getKey();
    float[] before = other.model.parameters().get(frozen).value().toFloats();
    folder.resume(other.model, other.optimizer);
    assertArrayEquals(before, other.model.parameters().get(frozen).value().toFloats());
    assertArrayEquals(run.values(), other.values());
  }

  @Test
  void anotherRunIsRefused() {
    Run run = new Run(1);
    folder("a").save(run.model, run.optimizer, 1, List::of);
    RunFolder other = folder("b");
    String message =
        assertThrows(InputException.class, () -> other.resume(run.model, run.optimizer))
            .getMessage();
    assertTrue(message.contains("checkpoint.safetensors"), message);
    assertTrue(message.contains("--resume"), message);
  }

  @Test
  void withoutACheckpointARunBeginsAgain() throws IOException {
    Run run = new Run(1);
    RunFolder folder = folder("a");
    assertFalse(folder.used());
    folder.log(1, Map.of("loss", 3));
    assertTrue(folder.used());
    assertEquals(0, folder.resume(run.model, run.optimizer));
    assertEquals(List.of(), folder.read());
    folder.save(run.model, run.optimizer, 1, List::of);
    folder.clear();
    assertFalse(folder.used());
    try (Stream<Path> left = Files.list(temp.resolve("run"))) {
      assertEquals(0, left.count());
    }
  }
}
