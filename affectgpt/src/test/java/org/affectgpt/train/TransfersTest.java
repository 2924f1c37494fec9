package org.affectgpt.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.affectgpt.grpo.GrpoTrainer;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.Decoding;
import org.affectgpt.nn.decoder.GroupDecoding;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device works ahead of the host as long as nobody asks it for values: a step asks for the few
 * figures that people read, and for the ids of new tokens.
 */
class TransfersTest {
  private static final int NEW_TOKENS = 6;

  @TempDir private Path temp;

  @Test
  void aSupervisedStepReadsItsLossesAndItsNorm() {
    try (Backend cpu = Backends.open("cpu", 2)) {
      Transfers transfers = new Transfers(cpu);
      List<List<Integer>> steps = new ArrayList<>();
      new TinyTraining(transfers.backend(), temp)
          .sft(4, false)
          .run(
              new RunFolder(temp.resolve("run"), "sft"),
              false,
              (done, total, note) -> steps.add(transfers.down()));
      // from one report to the next: the norm of an update, then the losses of two batches
      for (List<Integer> step : steps.subList(1, steps.size())) {
        assertEquals(List.of(1, 1, 1), step);
      }
    }
  }

  @Test
  void anUpdateOfGrpoReadsThreeFiguresAPassAndItsNorm() {
    try (Backend cpu = Backends.open("cpu", 2)) {
      Transfers transfers = new Transfers(cpu);
      List<List<Integer>> updates = new ArrayList<>();
      TinyTraining tiny = new TinyTraining(transfers.backend(), temp);
      GrpoTrainer<GrpoPrompt> trainer =
          tiny.grpo(
              c -> {
                transfers.down();
                return c.tokens().length;
              },
              norm -> {
                updates.add(transfers.down());
                return norm;
              });
      trainer.step(tiny.prompts(), new CounterRng(2));
      int passes = Math.ceilDiv(TinyTraining.CLIPS, 2);
      List<Integer> figures = Collections.nCopies(3 * passes + 1, 1);
      assertEquals(List.of(figures, figures), updates);
    }
  }

  @Test
  void aDecodingStepMovesOnlyIdsAndIsTheSameCallEveryTime() {
    try (Backend cpu = Backends.open("cpu", 2)) {
      Transfers transfers = new Transfers(cpu);
      CausalLm lm = new TinyTraining(transfers.backend(), temp).model().decoder();
      int[][] mask = {{1, 1, 1, 1}, {0, 1, 1, 1}};
      int[] ids = IntStream.range(1, 9).toArray();
      Tensor prompts = lm.model().embed(Tensor.ofInts(transfers.backend(), ids, 2, 4)).detach();
      check(transfers, new BatchDecoding(lm, prompts, mask, NEW_TOKENS));
      check(transfers, new GroupDecoding(lm, prompts, mask, 3, NEW_TOKENS));
    }
  }

  private static void check(Transfers transfers, Decoding decoding) {
    List<List<Integer>> down = new ArrayList<>();
    List<List<Integer>> up = new ArrayList<>();
    Generator.Listener eachStep =
        (row, id) -> {
          if (row == 0) {
            down.add(transfers.down());
            up.add(transfers.up());
          }
          return true;
        };
    transfers.decodeOperands().clear();
    new Generator(Sampling.best(), StopRule.of(NEW_TOKENS, -1), 0, eachStep)
        .generate(decoding, new CounterRng(1));
    assertEquals(NEW_TOKENS, down.size());
    for (int step = 1; step < NEW_TOKENS; step++) {
      assertEquals(List.of(decoding.rows()), down.get(step));
      assertEquals(List.of(decoding.rows()), up.get(step));
    }
    assertTrue(down.getFirst().stream().mapToInt(n -> n).sum() <= decoding.rows(), "prefill");
    assertEquals(1, transfers.decodeOperands().size());
  }
}
