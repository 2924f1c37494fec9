package org.affectgpt.test.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.affectgpt.io.stored.StoredType;
import org.affectgpt.io.stored.TensorEntry;
import org.affectgpt.io.weights.WeightFiles;
import org.affectgpt.test.gguf.GgufBytes;

/** A folder of a Qwen2 decoder as llama.cpp's converter would write it, in the folder's formats. */
final class FolderGguf {
  private static final int UNUSED = 5;
  private static final int CONTROL = 3;
  private static final Map<String, String> NAMES =
      Map.of(
          "self_attn.q_proj", "attn_q",
          "self_attn.k_proj", "attn_k",
          "self_attn.v_proj", "attn_v",
          "self_attn.o_proj", "attn_output",
          "mlp.gate_proj", "ffn_gate",
          "mlp.up_proj", "ffn_up",
          "mlp.down_proj", "ffn_down",
          "input_layernorm", "attn_norm",
          "post_attention_layernorm", "ffn_norm");

  private FolderGguf() {}

  static byte[] bytes(Path folder) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode config = mapper.readTree(folder.resolve("config.json").toFile());
    GgufBytes file = config(config);
    tokenizer(
        file,
        mapper.readTree(folder.resolve("tokenizer.json").toFile()),
        config.get("vocab_size").asInt());
    try (Arena arena = Arena.ofConfined()) {
      for (TensorEntry e : WeightFiles.open(folder, arena).entries()) {
        long[] dims = new long[e.shape().size()];
        for (int i = 0; i < dims.length; i++) {
          dims[i] = e.shape().get(dims.length - 1 - i);
        }
        boolean norm = dims.length == 1;
        // as the converter does: vectors are always F32
        byte[] data = norm ? floats(e.toFloats()) : e.data().toArray(ValueLayout.JAVA_BYTE);
        file.tensor(name(e.name()), norm || e.type() == StoredType.F32 ? 0 : 30, data, dims);
      }
    }
    return file.build();
  }

  private static byte[] floats(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return GgufBytes.ints(bits);
  }

  private static GgufBytes config(JsonNode c) {
    return new GgufBytes()
        .pair("general.architecture", "qwen2")
        .pair("qwen2.context_length", c.get("max_position_embeddings").asInt())
        .pair("qwen2.embedding_length", c.get("hidden_size").asInt())
        .pair("qwen2.block_count", c.get("num_hidden_layers").asInt())
        .pair("qwen2.feed_forward_length", c.get("intermediate_size").asInt())
        .pair("qwen2.attention.head_count", c.get("num_attention_heads").asInt())
        .pair("qwen2.attention.head_count_kv", c.get("num_key_value_heads").asInt())
        .pair("qwen2.attention.layer_norm_rms_epsilon", (float) c.get("rms_norm_eps").asDouble())
        .pair("qwen2.rope.freq_base", (float) c.get("rope_theta").asDouble());
  }

  private static void tokenizer(GgufBytes file, JsonNode json, int size) {
    String[] tokens = new String[size];
    for (int i = 0; i < size; i++) {
      tokens[i] = "[PAD" + i + "]";
    }
    int[] types = new int[size];
    Arrays.fill(types, UNUSED);
    for (Map.Entry<String, JsonNode> e : json.get("model").get("vocab").properties()) {
      tokens[e.getValue().asInt()] = e.getKey();
      types[e.getValue().asInt()] = 1;
    }
    for (JsonNode added : json.get("added_tokens")) {
      tokens[added.get("id").asInt()] = added.get("content").asText();
      types[added.get("id").asInt()] = CONTROL;
    }
    List<String> merges = new ArrayList<>();
    for (JsonNode m : json.get("model").get("merges")) {
      merges.add(m.isArray() ? m.get(0).asText() + " " + m.get(1).asText() : m.asText());
    }
    file.pair("tokenizer.ggml.model", "gpt2")
        .pair("tokenizer.ggml.pre", "qwen2")
        .pair("tokenizer.ggml.tokens", tokens)
        .pair("tokenizer.ggml.token_type", types)
        .pair("tokenizer.ggml.merges", merges.toArray(String[]::new))
        .pair("tokenizer.ggml.eos_token_id", Arrays.asList(tokens).indexOf("<|im_end|>"));
  }

  private static String name(String huggingFace) {
    if (!huggingFace.startsWith("model.layers.")) {
      return switch (huggingFace) {
        case "model.embed_tokens.weight" -> "token_embd.weight";
        case "model.norm.weight" -> "output_norm.weight";
        default -> "output.weight";
      };
    }
    String[] parts = huggingFace.substring("model.layers.".length()).split("\\.", 2);
    int end = parts[1].lastIndexOf('.');
    return "blk."
        + parts[0]
        + "."
        + NAMES.get(parts[1].substring(0, end))
        + parts[1].substring(end);
  }
}
