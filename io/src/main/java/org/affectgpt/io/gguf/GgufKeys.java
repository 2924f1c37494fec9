package org.affectgpt.io.gguf;

import java.util.ArrayList;
import java.util.List;
import org.affectgpt.nn.config.KeyTable;
import org.affectgpt.nn.config.Keyed;

/**
 * What becomes of every metadata key that a decoder's file may have. Keys of the architecture are
 * written with {@code [arch]} in its place; those of the tokenizer are read elsewhere.
 */
public final class GgufKeys {
  private static final String ARCH = "[arch].";
  private static final List<String> ELSEWHERE = List.of("tokenizer.", "quantize.", "general.");
  private static final String SAMPLING = "general.sampling.";
  private static final String SCALES = "scales that these decoders have not are not built";

  private GgufKeys() {}

  /** The keys. */
  public static KeyTable table() {
    return sampling(KeyTable.of("GGUF metadata of a decoder (qwen2, qwen3, llama)"))
        .reference("llama.cpp")
        .honoured("which decoder it is; any other is refused", "general.architecture")
        .honoured("where tensors begin", "general.alignment")
        .refused(
            "general.type",
            "adapters, projectors and matrices of importance are no decoders; give the model itself",
            "\"model\"")
        .honoured("parts of a split model", "split.no", "split.count", "split.tensors.count")
        .honoured(
            "sizes; a list of one value a layer if all are equal",
            "[arch].context_length",
            "[arch].embedding_length",
            "[arch].block_count",
            "[arch].feed_forward_length",
            "[arch].attention.head_count",
            "[arch].attention.head_count_kv",
            "[arch].attention.key_length")
        .honoured(
            "must be the width of a head",
            "[arch].attention.value_length",
            "[arch].rope.dimension_count")
        .honoured("epsilon of the norms", "[arch].attention.layer_norm_rms_epsilon")
        .honoured("base of the frequencies", "[arch].rope.freq_base")
        .honoured(
            "none, linear, yarn or longrope; linear where it is missing, as in llama.cpp",
            "[arch].rope.scaling.type")
        .honoured(
            "factor of the scaling; scale_linear is its old name",
            "[arch].rope.scaling.factor",
            "[arch].rope.scale_linear")
        .honoured("yarn, longrope", "[arch].rope.scaling.original_context_length")
        .honoured(
            "yarn",
            "[arch].rope.scaling.yarn_beta_fast",
            "[arch].rope.scaling.yarn_beta_slow",
            "[arch].rope.scaling.yarn_attn_factor")
        .honoured("yarn, longrope; 1 for the others", "[arch].rope.scaling.attn_factor")
        .refused("[arch].rope.scaling.yarn_ext_factor", "only the whole ramp is built", "1", "-1")
        .refused("[arch].rope.scaling.yarn_log_multiplier", "of models that are not built", "0")
        .none("recorded by its trainers", "[arch].rope.scaling.finetuned")
        .none("the rows of the embedding table say it", "[arch].vocab_size")
        .none("these decoders have no such norm", "[arch].attention.layer_norm_epsilon")
        .none("how rows lie, by an old converter", "[arch].tensor_data_layout")
        .refused("[arch].expert_count", "mixtures of experts are not supported", "0")
        .refused("[arch].expert_used_count", "mixtures of experts are not supported", "0")
        .refused("[arch].attention.causal", "attention that looks ahead is not built", "true")
        .refused("[arch].attention.scale", SCALES, "0")
        .refused("[arch].attention.clamp_kqv", SCALES, "0")
        .refused("[arch].attention.max_alibi_bias", SCALES, "0")
        .refused("[arch].attn_logit_softcapping", SCALES, "0")
        .refused("[arch].final_logit_softcapping", SCALES, "0")
        .refused("[arch].logit_scale", SCALES, "0", "1")
        .refused("[arch].embedding_scale", SCALES, "0", "1")
        .refused("[arch].residual_scale", SCALES, "0", "1")
        .refused("[arch].use_parallel_residual", "parallel layers are not built", "false")
        .refused("[arch].rope.dimension_sections", "positions of pictures are not built")
        .noted("[arch].attention.sliding_window", "llama.cpp does not slide in these decoders", "0")
        .noted("[arch].pooling_type", "texts are continued, not pooled", "0")
        .build();
  }

  private static KeyTable.Builder sampling(KeyTable.Builder table) {
    for (String key :
        List.of(
            "sequence",
            "top_k",
            "top_p",
            "min_p",
            "xtc_probability",
            "xtc_threshold",
            "temp",
            "penalty_last_n",
            "penalty_repeat",
            "mirostat",
            "mirostat_tau",
            "mirostat_eta")) {
      table.noted(SAMPLING + key, "the command line says how tokens are drawn");
    }
    return table;
  }

  /**
   * Checks a file's keys; returns notes.
   *
   * @throws org.affectgpt.tensor.InputException naming file and key
   */
  static List<String> check(GgufFile file, String architecture) {
    Pairs pairs = new Pairs(file, architecture, new ArrayList<>());
    table().check(pairs);
    return pairs.notes;
  }

  private record Pairs(GgufFile file, String architecture, List<String> notes) implements Keyed {
    @Override
    public List<String> keys() {
      List<String> all = new ArrayList<>();
      for (String key : file.metadata().values().keySet()) {
        boolean read = key.equals("general.type") || key.startsWith(SAMPLING);
        if (read || ELSEWHERE.stream().noneMatch(key::startsWith)) {
          String own = architecture + ".";
          all.add(key.startsWith(own) ? ARCH + key.substring(own.length()) : key);
        }
      }
      return all;
    }

    @Override
    public String json(String key) {
      Object value = file.metadata().values().get(name(key));
      if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e9) {
        return Long.toString(d.longValue());
      }
      return value instanceof String s
          ? "\"" + GgufMetadata.quoted(s) + "\""
          : value instanceof GgufArray a ? "of " + a.length() + " values" : String.valueOf(value);
    }

    @Override
    public String where(String key) {
      return file.path() + ": metadata '" + name(key) + "'";
    }

    @Override
    public void note(String line) {
      notes.add(line);
    }

    private String name(String key) {
      return key.replace(ARCH, architecture + ".");
    }
  }
}
