package org.affectgpt.nn.decoder;

import static org.affectgpt.nn.Compare.assertClose;
import static org.affectgpt.tensor.ops.elementwise.Add.add;
import static org.affectgpt.tensor.ops.elementwise.Mul.mul;
import static org.affectgpt.tensor.ops.rows.Sum.sum;
import static org.affectgpt.tensor.ops.shape.Concat.concat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.affectgpt.nn.Compare;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One prompt with a group of completions gives what every completion gives on its own. */
class SharedPrefixTest {
  private static final int GROUP = 3;
  private static final int BRANCH = 4;
  private static final int[][] LENGTHS = {{4, 2, 3}, {1, 4, 4}};

  private final Backend backend = Backends.open("cpu", 2);
  private final CounterRng rng = new CounterRng(5);

  /** Two prompts of 6 and 4 real tokens in 6 places. */
  private static int[][] promptMask(boolean left) {
    int[] padded = left ? new int[] {0, 0, 1, 1, 1, 1} : new int[] {1, 1, 1, 1, 0, 0};
    return new int[][] {{1, 1, 1, 1, 1, 1}, padded};
  }

  private int[][][] completions() {
    int[][][] ids = new int[2][GROUP][BRANCH];
    CounterRng r = rng.split("completions");
    for (int[][] group : ids) {
      for (int[] c : group) {
        Arrays.setAll(c, i -> r.nextInt(41));
      }
    }
    return ids;
  }

  private Tensor ids(int... values) {
    return Tensor.ofInts(backend, values, 1, values.length);
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,false", "true,true", "false,true"})
  void branchesEqualSeparateSequences(boolean left, boolean checkpointing) {
    CausalLm lm = TinyDecoder.create(backend, false);
    lm.model().checkpointing(checkpointing);
    int[][] mask = promptMask(left);
    int[][][] texts = completions();
    Tensor prompts = Compare.normal(backend, rng.split("prompt"), 0.5, 2, 6, 32);
    Branches branches = new Branches(mask, LENGTHS, BRANCH);
    float[] weights = new float[branches.predictingRows().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 0.3f + (i % 5) * 0.2f;
    }

    int[] flat =
        Arrays.stream(texts).flatMap(Arrays::stream).flatMapToInt(Arrays::stream).toArray();
    Tensor tail = lm.model().embed(Tensor.ofInts(backend, flat, 2, GROUP * BRANCH));
    Tensor hidden = lm.model().forward(concat(1, prompts, tail), branches.context(backend));
    Tensor together = lm.logProbs(hidden, branches.predictingRows(), realTokens(texts));
    sum(mul(together, Tensor.of(backend, weights, weights.length))).backward();
    Map<String, float[]> shared = TinyDecoder.gradients(lm);

    lm.clearGrads();
    lm.model().checkpointing(false);
    List<Float> separate = new ArrayList<>();
    Tensor loss = Tensor.scalar(backend, 0);
    int w = 0;
    for (int b = 0; b < 2; b++) {
      for (int g = 0; g < GROUP; g++) {
        int n = LENGTHS[b][g];
        Tensor logProbs = alone(lm, prompts.rows(b, 1), mask[b], Arrays.copyOf(texts[b][g], n));
        for (float v : logProbs.toFloats()) {
          separate.add(v);
        }
        Tensor part = Tensor.of(backend, Arrays.copyOfRange(weights, w, w + n), n);
        loss = add(loss, sum(mul(logProbs, part)));
        w += n;
      }
    }
    loss.backward();
    float[] expected = new float[separate.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = separate.get(i);
    }
    assertClose(expected, together.toFloats(), 1e-5, "log-probabilities");
    Map<String, float[]> single = TinyDecoder.gradients(lm);
    assertEquals(single.keySet(), shared.keySet());
    single.forEach(
        (name, g) -> {
          if (!name.endsWith("k_proj.bias")) { // a key bias shifts all scores alike: gradient 0
            assertClose(g, shared.get(name), 2e-5, name);
          }
        });
  }

  /** The completion's log-probabilities after its own prompt, without padding. */
  private Tensor alone(CausalLm lm, Tensor prompt, int[] mask, int[] completion) {
    int real = Arrays.stream(mask).sum();
    int first = mask[0] == 0 ? mask.length - real : 0;
    Tensor own = prompt.reshape(mask.length, 32).rows(first, real).reshape(1, real, 32);
    Tensor all = concat(1, own, lm.model().embed(ids(completion)));
    Tensor hidden =
        lm.model().forward(all, DecoderContext.causal(backend, 1, real + completion.length));
    int[] rows = new int[completion.length];
    Arrays.setAll(rows, t -> real - 1 + t);
    return lm.logProbs(hidden, rows, completion);
  }

  private static int[] realTokens(int[][][] texts) {
    List<Integer> all = new ArrayList<>();
    for (int b = 0; b < texts.length; b++) {
      for (int g = 0; g < GROUP; g++) {
        for (int t = 0; t < LENGTHS[b][g]; t++) {
          all.add(texts[b][g][t]);
        }
      }
    }
    return all.stream().mapToInt(Integer::intValue).toArray();
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,true", "true,false", "false,false"})
  void decodingWithACacheEqualsTheFullPass(boolean left, boolean grouped) {
    CausalLm lm = TinyDecoder.create(backend, true);
    int[][] mask = promptMask(left);
    int[][][] texts = completions();
    Tensor prompts = Compare.normal(backend, rng.split("prompt"), 0.5, 2, 6, 32);
    int group = grouped ? GROUP : 1;
    Decoding decoding =
        grouped
            ? new GroupDecoding(lm, prompts, mask, GROUP, BRANCH)
            : new BatchDecoding(lm, prompts, mask, BRANCH);
    assertEquals(2 * group, decoding.rows());
    Tensor logits = decoding.prefill();
    for (int step = 0; step < BRANCH; step++) {
      for (int b = 0; b < 2; b++) {
        for (int g = 0; g < group; g++) {
          float[] expected = lastLogits(lm, prompts.rows(b, 1), mask[b], texts[b][g], step);
          float[] actual = logits.rows(b * group + g, 1).toFloats();
          assertClose(expected, actual, 1e-5, "step " + step + " of text " + b + "/" + g);
        }
      }
      int[] next = new int[2 * group];
      for (int r = 0; r < next.length; r++) {
        next[r] = texts[r / group][r % group][step];
      }
      logits = decoding.step(next);
    }
  }

  @Test
  void aScopeAroundEveryTokenChangesNoBitWhileTheCacheGrows() {
    CausalLm lm = TinyDecoder.create(backend, true);
    int tokens = 300;
    Tensor prompts = Compare.normal(backend, rng.split("prompt"), 0.5, 2, 6, 32);
    Decoding plain = new BatchDecoding(lm, prompts, promptMask(true), tokens);
    Decoding scoped = new BatchDecoding(lm, prompts, promptMask(true), tokens);
    assertArrayEquals(plain.prefill().toFloats(), scoped.prefill().toFloats());
    for (int step = 0; step < tokens; step++) {
      int[] next = {step % 7, step % 5};
      float[] expected = plain.step(next).toFloats();
      try (MemoryScope token = backend.scope()) {
        assertArrayEquals(expected, scoped.step(next).toFloats(), "step " + step);
      }
    }
  }

  private float[] lastLogits(CausalLm lm, Tensor prompt, int[] mask, int[] text, int length) {
    int real = Arrays.stream(mask).sum();
    int first = mask[0] == 0 ? mask.length - real : 0;
    Tensor own = prompt.reshape(mask.length, 32).rows(first, real).reshape(1, real, 32);
    return NoGrad.call(
        () -> {
          Tensor all =
              length == 0
                  ? own
                  : concat(1, own, lm.model().embed(ids(Arrays.copyOf(text, length))));
          Tensor hidden = lm.model().forward(all, DecoderContext.causal(backend, 1, real + length));
          return lm.logits(lm.rows(hidden, new int[] {real + length - 1})).toFloats();
        });
  }
}
