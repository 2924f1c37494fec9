"""Writes a Hugging Face folder of a Qwen2 decoder as a GGUF file that llama.cpp opens.

    python gguf_file.py DIR OUT.gguf q8_0|q4_0

Every matrix takes the one format, so that both sides of DecodePeers read the same bytes.
"""

import json
import sys
from pathlib import Path

import gguf
import torch
from gguf import GGMLQuantizationType, quants
from safetensors import safe_open

folder, out, kind = Path(sys.argv[1]), sys.argv[2], GGMLQuantizationType[sys.argv[3].upper()]
config = json.loads((folder / "config.json").read_text())
tokenizer = json.loads((folder / "tokenizer.json").read_text())
rope = config.get("rope_parameters") or config

writer = gguf.GGUFWriter(out, "qwen2")
writer.add_context_length(config["max_position_embeddings"])
writer.add_embedding_length(config["hidden_size"])
writer.add_block_count(config["num_hidden_layers"])
writer.add_feed_forward_length(config["intermediate_size"])
writer.add_head_count(config["num_attention_heads"])
writer.add_head_count_kv(config["num_key_value_heads"])
writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
writer.add_rope_freq_base(float(rope["rope_theta"]))
writer.add_vocab_size(config["vocab_size"])

tokens = [f"<|unused{i}|>" for i in range(config["vocab_size"])]
types = [gguf.TokenType.UNUSED] * len(tokens)
for token, i in tokenizer["model"]["vocab"].items():
    tokens[i], types[i] = token, gguf.TokenType.NORMAL
for added in tokenizer["added_tokens"]:
    tokens[added["id"]], types[added["id"]] = added["content"], gguf.TokenType.CONTROL
merges = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["model"]["merges"]]
writer.add_tokenizer_model("gpt2")
writer.add_tokenizer_pre("qwen2")
writer.add_token_list(tokens)
writer.add_token_types(types)
writer.add_token_merges(merges)
writer.add_eos_token_id(tokens.index("<|im_end|>"))
writer.add_bos_token_id(tokens.index("<|endoftext|>"))
writer.add_add_bos_token(False)

NAMES = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}


def name(hf):
    if not hf.startswith("model.layers."):
        return {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
                "lm_head.weight": "output.weight"}[hf]
    layer, part = hf[len("model.layers."):].split(".", 1)
    part, ending = part.rsplit(".", 1)
    return f"blk.{layer}.{NAMES[part]}.{ending}"


for file in sorted(folder.glob("*.safetensors")):
    with safe_open(file, "pt") as weights:
        for hf in weights.keys():
            values = weights.get_tensor(hf).to(torch.float32).numpy()
            if values.ndim == 2:
                writer.add_tensor(name(hf), quants.quantize(values, kind), raw_dtype=kind)
            else:
                writer.add_tensor(name(hf), values)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
