"""Transformers' side of DecodePeers: one JSON object on stdout for each line on stdin.

    python decode_peer.py DIR float32|bfloat16 THREADS

A line of input holds the prompt's token ids and the number of new tokens; the answer holds the
greedy ids, the seconds to the first token and those of the rest.
"""

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformers import AutoModelForCausalLM

folder, dtype, threads = sys.argv[1], getattr(torch, sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()
print(json.dumps({"ready": torch.__version__}), flush=True)

for line in sys.stdin:
    job = json.loads(line)
    ids = torch.tensor([job["prompt"]])
    made, gap = [], float("inf")
    with torch.inference_mode():
        start = time.perf_counter()
        out = model(input_ids=ids, use_cache=True, logits_to_keep=1)
        made.append(int(out.logits[0, -1].argmax()))
        first = time.perf_counter()
        while len(made) < job["tokens"]:
            out = model(input_ids=torch.tensor([[made[-1]]]), past_key_values=out.past_key_values, use_cache=True)
            made.append(int(out.logits[0, -1].argmax()))
        end = time.perf_counter()
    print(json.dumps({"ids": made, "prefill": first - start, "decode": end - first}), flush=True)
