package org.affectgpt.nn.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.affectgpt.nn.Compare;
import org.affectgpt.nn.decoder.BatchDecoding;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.decoder.Decoding;
import org.affectgpt.nn.decoder.GroupDecoding;
import org.affectgpt.nn.decoder.TinyDecoder;
import org.affectgpt.tensor.Backends;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final float OUT = Float.NEGATIVE_INFINITY;

  private final Backend backend = Backends.open("cpu", 2);
  private final CounterRng rng = new CounterRng(9);

  /** Rows that always want token {@code step + row}, whatever they are fed. */
  private final class Counting implements Decoding {
    private final List<int[]> fed = new ArrayList<>();

    @Override
    public Backend backend() {
      return backend;
    }

    @Override
    public int rows() {
      return 2;
    }

    @Override
    public Tensor prefill() {
      return wants(0);
    }

    @Override
    public Tensor step(int[] ids) {
      fed.add(ids);
      return wants(fed.size());
    }

    private Tensor wants(int step) {
      float[] v = new float[2 * 9];
      v[step] = 5;
      v[9 + step + 1] = 5;
      return Tensor.of(backend, v, 2, 9);
    }
  }

  @Test
  void rowsEndOnTheirOwnAndArePadded() {
    Counting decoding = new Counting();
    StopRule stop = new StopRule(7, Set.of(6), List.of(new int[] {1, 2}));
    List<String> heard = new ArrayList<>();
    Generator g = new Generator(Sampling.best(), stop, 8, (row, id) -> heard.add(row + ":" + id));
    List<Generation> out = g.generate(decoding, rng);
    assertArrayEquals(new int[] {0, 1, 2}, out.get(0).ids());
    assertArrayEquals(new int[] {1, 2}, out.get(1).ids());
    assertTrue(out.get(0).finished());
    assertArrayEquals(new int[] {1, 8}, decoding.fed.get(1));
    assertEquals(List.of("0:0", "1:1", "0:1", "1:2", "0:2"), heard);
  }

  @Test
  void textsAreCutOffAtTheBound() {
    StopRule stop = StopRule.of(3, 8);
    List<Generation> out = new Generator(Sampling.best(), stop, 8).generate(new Counting(), rng);
    assertArrayEquals(new int[] {0, 1, 2}, out.get(0).ids());
    assertFalse(out.get(0).finished());
  }

  @Test
  void greedyDecodingEqualsTheFullPassAndAGroupAgrees() {
    CausalLm lm = TinyDecoder.create(backend, false);
    int[] prompt = {7, 3, 30, 12};
    Tensor embeds = lm.model().embed(Tensor.ofInts(backend, prompt, 1, 4)).detach();
    StopRule stop = StopRule.of(9, -1);
    Generator g = new Generator(Sampling.best(), stop, 0);
    int[] alone = g.generate(new BatchDecoding(lm, embeds, ones(4), 9), rng).getFirst().ids();
    int[] text = prompt.clone();
    for (int i = 0; i < 9; i++) {
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = next(lm, Arrays.copyOf(text, text.length - 1));
    }
    assertArrayEquals(Arrays.copyOfRange(text, 4, 13), alone);
    for (Generation other : g.generate(new GroupDecoding(lm, embeds, ones(4), 3, 9), rng)) {
      assertArrayEquals(alone, other.ids());
    }
  }

  private static int[][] ones(int n) {
    int[] m = new int[n];
    Arrays.fill(m, 1);
    return new int[][] {m};
  }

  private int next(CausalLm lm, int[] text) {
    return NoGrad.call(
        () -> {
          Tensor x = lm.model().embed(Tensor.ofInts(backend, text, 1, text.length));
          Tensor h = lm.model().forward(x, DecoderContext.causal(backend, 1, text.length));
          float[] l = lm.logits(lm.rows(h, new int[] {text.length - 1})).toFloats();
          return Probabilities.argMax(l);
        });
  }

  @Test
  void sampledTextsDependOnSeedAndRowOnly() {
    CausalLm lm = TinyDecoder.create(backend, false);
    Tensor embeds = Compare.normal(backend, rng, 0.4, 1, 4, 32);
    Generator g = new Generator(Sampling.of(1.5, 0.95), StopRule.of(8, -1), 0);
    List<Generation> four =
        g.generate(new GroupDecoding(lm, embeds, ones(4), 4, 8), rng.split("s"));
    List<Generation> two = g.generate(new GroupDecoding(lm, embeds, ones(4), 2, 8), rng.split("s"));
    assertArrayEquals(four.get(0).ids(), two.get(0).ids());
    assertArrayEquals(four.get(1).ids(), two.get(1).ids());
    assertFalse(Arrays.equals(four.get(0).ids(), four.get(1).ids()));
  }

  @Test
  void processorsChangeWhatTheySay() {
    float[] s = {2, -2, 1, 0.5f};
    new RepetitionPenalty(2).apply(new int[] {0, 1, 0, 3}, 3, s);
    assertArrayEquals(new float[] {1, -4, 1, 0.5f}, s);
    float[] k = {1, 3, 2, 2, 0};
    new TopK(2).apply(new int[0], 0, k);
    assertArrayEquals(new float[] {OUT, 3, 2, 2, OUT}, k);
    float[] p = logs(0.5f, 0.25f, 0.15f, 0.1f);
    float[] kept = p.clone();
    new TopP(0.7f).apply(new int[0], 0, p);
    assertArrayEquals(new float[] {kept[0], kept[1], OUT, OUT}, p);
    float[] zero = kept.clone();
    new TopP(0).apply(new int[0], 0, zero);
    assertArrayEquals(new float[] {kept[0], OUT, OUT, OUT}, zero);
    float[] m = kept.clone();
    new MinP(0.4f).apply(new int[0], 0, m);
    assertArrayEquals(new float[] {kept[0], kept[1], OUT, OUT}, m);
  }

  private static float[] logs(float... p) {
    float[] l = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      l[i] = (float) Math.log(p[i]);
    }
    return l;
  }

  @Test
  void drawsFollowTheDistribution() {
    float[] p = {0.1f, 0, 0.6f, 0.3f};
    int[] counts = new int[4];
    CounterRng r = new CounterRng(4);
    for (int i = 0; i < 20000; i++) {
      counts[Probabilities.draw(p, r)]++;
    }
    assertEquals(0, counts[1]);
    assertEquals(0.1, counts[0] / 20000.0, 0.01);
    assertEquals(0.6, counts[2] / 20000.0, 0.015);
  }
}
