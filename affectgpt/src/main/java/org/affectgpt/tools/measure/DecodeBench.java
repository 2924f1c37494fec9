package org.affectgpt.tools.measure;

import static org.affectgpt.tensor.ops.rows.ArgMax.argMax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.affectgpt.nn.Init;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.nn.decoder.DecoderConfig;
import org.affectgpt.nn.decoder.DecoderContext;
import org.affectgpt.nn.decoder.KvCache;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.NoGrad;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.AttentionPattern;
import org.affectgpt.tensor.backend.Backend;
import org.affectgpt.tensor.backend.MemoryScope;
import org.affectgpt.tensor.dtype.DType;
import org.affectgpt.tools.rehearse.RandomWeights;
import org.affectgpt.tools.rehearse.RehearsalSize;

/**
 * One greedy token after {@value #CONTEXT} others, by decoders named {@code size-dtype} with random
 * weights. The larger size runs on request.
 */
final class DecodeBench implements Bench {
  private static final int CONTEXT = 128;

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public List<Case> cases() {
    return of(RehearsalSize.HALF, DType.F32, DType.BF16, DType.Q8_0, DType.Q4_0);
  }

  @Override
  public List<Case> onRequest() {
    List<Case> all = of(RehearsalSize.SEVEN, DType.BF16, DType.Q8_0, DType.Q4_0);
    all.addAll(of(RehearsalSize.TINY, DType.F32, DType.BF16, DType.Q8_0, DType.Q4_0));
    return all;
  }

  private static List<Case> of(RehearsalSize size, DType... dtypes) {
    List<Case> all = new ArrayList<>();
    for (DType dtype : dtypes) {
      String name = size.key() + "-" + dtype.name().toLowerCase(Locale.ROOT);
      Work work = Transformers.token(size.llm(), dtype);
      all.add(
          new Case("decode", name, Unit.TOKENS, 1, b -> work, b -> setup(size.llm(), dtype, b)));
    }
    return all;
  }

  private static Runnable setup(DecoderConfig config, DType dtype, Backend backend) {
    CausalLm lm = new CausalLm(Init.empty(backend), config);
    new RandomWeights(new CounterRng(6)).fill(lm, backend, dtype);
    KvCache cache = new KvCache(backend, config, 1, CONTEXT + 1);
    Tensor last = Tensor.ofInts(backend, new int[] {CONTEXT}, 1, 1);
    DecoderContext context =
        new DecoderContext(
            AttentionPattern.decode(0, CONTEXT + 1),
            last,
            CONTEXT,
            null,
            new DecoderContext.Slots(cache, last));
    int[] id = {1};
    return () -> {
      try (MemoryScope token = backend.scope()) {
        id[0] = NoGrad.call(() -> next(lm, id[0], context));
      }
    };
  }

  private static int next(CausalLm lm, int id, DecoderContext context) {
    Tensor x = lm.model().embed(Tensor.ofInts(lm.model().backend(), new int[] {id}, 1, 1));
    Tensor logits = lm.logits(lm.model().forward(x, context));
    return argMax(logits.reshape(1, -1), 1).toInts()[0];
  }
}
