package org.affectgpt.tools.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.backend.Backend;
import org.jspecify.annotations.Nullable;

/** Runs golden folders. */
public final class Verifier {
  private static final Map<String, GoldenKind> MODELS =
      Map.ofEntries(
          Map.entry("affectgpt", new AffectGptKind()),
          Map.entry("bert", new BertKind()),
          Map.entry("clip", new ClipKind()),
          Map.entry("clip_preprocess", new ClipPreprocessKind()),
          Map.entry("gguf", new GgufKind()),
          Map.entry("hubert", new HubertKind()),
          Map.entry("optim", new OptimKind()),
          Map.entry("preprocess", new PreprocessKind()),
          Map.entry("qformer", new QFormerKind()),
          Map.entry("qwen2", new DecoderKind()),
          Map.entry("qwen2_bf16", new HalfDecoderKind()),
          Map.entry("qwen2_lora", new LoraKind()),
          Map.entry("qwen2_tied", new DecoderKind()),
          Map.entry("qwen3", new DecoderKind()),
          Map.entry("qwen3_tied", new DecoderKind()),
          Map.entry("sampling", new SamplingKind()),
          Map.entry("tokenizer", new TokenizerKind()));

  /** Kinds that exist and that this version does not check. */
  private static final Set<String> SKIPPED = Set.of("grpo", "grpo_run", "sft_run");

  private final Backend backend;
  private final Map<String, GoldenKind> kinds;

  public Verifier(Backend backend) {
    this(backend, null);
  }

  /**
   * @param wheels the folder of the original's emotion wheels, for golden folders that name none or
   *     one that is not there
   */
  public Verifier(Backend backend, @Nullable Path wheels) {
    this.backend = backend;
    kinds = new TreeMap<>(MODELS);
    kinds.put("emotion_wheel", new EmotionWheelKind(wheels));
    kinds.put("rewards", new RewardsKind(wheels));
  }

  /**
   * Checks one folder; see {@link GoldenFolder#find}.
   *
   * @throws InputException when the folder is incomplete, damaged or of an unknown kind
   */
  public Verdict verify(Path path) {
    try (GoldenFolder folder = GoldenFolder.open(path)) {
      String kind = folder.kind();
      if (SKIPPED.contains(kind)) {
        return new Verdict(path, kind, folder.bound(), List.of(), true);
      }
      GoldenKind check = kinds.get(kind);
      if (check == null) {
        throw new InputException(
            path + ": unknown kind '" + kind + "'; known are " + kinds.keySet());
      }
      GoldenComparison comparison = new GoldenComparison(folder.expected(), folder.bound());
      try {
        check.check(folder, backend, comparison);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new InputException(
            path + ": its files do not fit together (" + e.getMessage() + ")", e);
      }
      List<TensorError> errors = comparison.finish();
      if (errors.isEmpty()) {
        throw new InputException(path + ": expects nothing; the golden folder is damaged");
      }
      return new Verdict(path, kind, folder.bound(), errors, false);
    }
  }
}
