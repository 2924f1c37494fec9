package org.affectgpt.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.affectgpt.infer.text.TextModel;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.generate.Generator;
import org.affectgpt.nn.generate.Sampling;
import org.affectgpt.nn.generate.StopRule;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/** This project. */
final class OurPeer implements Peer {
  private final Backend backend;
  private final TextModel model;

  OurPeer(Path path, int threads) {
    backend = Backends.open("cpu", threads);
    model = TextModel.open(path, backend);
  }

  @Override
  public String name() {
    return "ours";
  }

  TextModel model() {
    return model;
  }

  @Override
  public Run run(int[] prompt, int tokens) {
    List<Integer> ids = new ArrayList<>();
    long[] first = new long[1];
    long start = System.nanoTime();
    Generator generator =
        new Generator(
            Sampling.best(),
            new StopRule(tokens, Set.of(), List.of()),
            0,
            (row, id) -> {
              if (ids.isEmpty()) {
                first[0] = System.nanoTime();
              }
              return ids.add(id);
            });
    NoGrad.run(
        () -> {
          Tensor x = Tensor.ofInts(backend, prompt, 1, prompt.length);
          int[] mask = new int[prompt.length];
          Arrays.fill(mask, 1);
          generator.generate(
              new BatchDecoding(
                  model.decoder(), model.decoder().model().embed(x), new int[][] {mask}, tokens),
              new CounterRng(0));
        });
    return new Run(ids, (first[0] - start) / 1e9, (System.nanoTime() - first[0]) / 1e9);
  }

  @Override
  public void close() {
    backend.close();
  }
}
