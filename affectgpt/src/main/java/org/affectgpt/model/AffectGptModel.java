package org.affectgpt.model;

import static org.affectgpt.tensor.ops.shape.Concat.concat;
import static org.affectgpt.tensor.ops.shape.ReplaceRows.replaceRows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.affectgpt.model.prompt.PatchToken;
import org.affectgpt.nn.Parameter;
import org.affectgpt.nn.decoder.CausalLm;
import org.affectgpt.tensor.CounterRng;
import org.affectgpt.tensor.InputException;
import org.affectgpt.tensor.Tensor;
import org.affectgpt.tensor.backend.Backend;

/**
 * AffectGPT behind its encoders: fusions that turn features into tokens, and the decoder into whose
 * prompt they are spliced (Lian et al. 2025, arXiv 2501.16566; the original's {@code
 * affectgpt.py}).
 */
public final class AffectGptModel {
  public static final String ADAPTED = "llama_model.base_model.model.";

  private final AffectGptConfig config;
  private final Widths widths;
  private final Fusions fusions;
  private final CausalLm decoder;
  private final PromptTokenizer tokenizer;

  public AffectGptModel(
      AffectGptConfig config,
      Widths widths,
      Fusions fusions,
      CausalLm decoder,
      PromptTokenizer tokenizer) {
    this.config = config;
    this.widths = widths;
    this.fusions = fusions;
    this.decoder = decoder;
    this.tokenizer = tokenizer;
  }

  public AffectGptConfig config() {
    return config;
  }

  public Widths widths() {
    return widths;
  }

  public Fusions fusions() {
    return fusions;
  }

  public CausalLm decoder() {
    return decoder;
  }

  public PromptTokenizer tokenizer() {
    return tokenizer;
  }

  public Backend backend() {
    return decoder.model().backend();
  }

  /** All parameters under the names of the original's checkpoint ({@code runner_base.py}). */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>(decoder.parameters(decoderPrefix()));
    all.putAll(fusions.parameters());
    return all;
  }

  /** What stands before the decoder's names there: PEFT wraps it when it has adapters. */
  public String decoderPrefix() {
    return config.lora().rank() > 0 ? ADAPTED : "llama_model.";
  }

  /** Training mode: dropout draws from {@code rng}. */
  public void train(CounterRng rng) {
    decoder.train(rng.split("llama_model"));
    fusions.train(rng.split("fusions"));
  }

  public void eval() {
    decoder.eval();
    fusions.eval();
  }

  /**
   * Embeds token sequences and overwrites the places of the patch tokens by features.
   *
   * @param inputs the questions, whose prompts stand somewhere in the sequences
   * @param sequences one a question, padded to equal length
   * @return {@code [batch, time, hidden]}
   */
  public Tensor embed(List<PromptInput> inputs, List<int[]> sequences) {
    int time = sequences.getFirst().length;
    int[] flat = new int[sequences.size() * time];
    for (int i = 0; i < sequences.size(); i++) {
      System.arraycopy(tokenizer.lookup(sequences.get(i)), 0, flat, i * time, time);
    }
    Tensor ids = Tensor.ofInts(backend(), flat, sequences.size(), time);
    Tensor table =
        decoder.model().embed(ids).reshape(-1, widths.hidden()); // [batch * time, hidden]
    List<Tensor> values = new ArrayList<>();
    int[] rows = new int[0];
    for (PatchToken p : PatchToken.values()) {
      List<PromptInput> with = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        int at = tokenizer.position(sequences.get(i), p);
        if (at >= 0) {
          with.add(inputs.get(i));
          int n = rows.length;
          rows = Arrays.copyOf(rows, n + tokenizer.copies(p));
          for (int k = 0; k < tokenizer.copies(p); k++) {
            rows[n + k] = i * time + at + k;
          }
        }
      }
      if (!with.isEmpty()) {
        values.add(tokens(p, with).reshape(-1, widths.hidden()));
      }
    }
    if (!values.isEmpty()) {
      Tensor all = values.size() == 1 ? values.getFirst() : concat(0, values); // [rows, hidden]
      table = replaceRows(table, rows, all);
    }
    return table.reshape(sequences.size(), time, widths.hidden());
  }

  private Tensor tokens(PatchToken p, List<PromptInput> inputs) {
    return switch (p) {
      case AUDIO -> fusions.audio(stack(PatchToken.AUDIO, inputs));
      case FRAME -> fusions.video(stack(PatchToken.FRAME, inputs));
      case FACE -> fusions.video(stack(PatchToken.FACE, inputs));
      case MULTI ->
          fusions.multi(
              stack(inputs.getFirst().mode().multiVideo(), inputs),
              stack(PatchToken.AUDIO, inputs));
      case IMAGE -> fusions.image(stack(PatchToken.IMAGE, inputs));
    };
  }

  /** The features of one modality {@code [batch, time, width]}. */
  private Tensor stack(PatchToken p, List<PromptInput> inputs) {
    int width = p == PatchToken.AUDIO ? widths.audio() : widths.video();
    int length = features(p, inputs.getFirst()).length;
    if (length % width != 0) {
      throw new IllegalArgumentException(
          p + " features of " + length + " values, " + width + " each");
    }
    Tensor all = Tensor.empty(backend(), inputs.size(), length / width, width);
    for (int i = 0; i < inputs.size(); i++) {
      float[] f = features(p, inputs.get(i));
      if (f.length != length) {
        throw new IllegalArgumentException(
            p + " features of " + f.length + " and " + length + " values in one batch");
      }
      backend().upload(f, 0, all.view().plus((long) i * length), length);
    }
    return all;
  }

  private static float[] features(PatchToken p, PromptInput input) {
    float[] f =
        switch (p) {
          case AUDIO -> input.features().audio();
          case FRAME -> input.features().frames();
          case FACE -> input.features().faces();
          case IMAGE -> input.features().image();
          case MULTI -> null;
        };
    if (f == null) {
      throw new InputException(
          "mode "
              + input.mode().key()
              + " needs "
              + p.name().toLowerCase(Locale.ROOT)
              + " features, which this clip does not have");
    }
    return f;
  }
}
