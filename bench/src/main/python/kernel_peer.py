"""PyTorch's side of KernelPeers: one JSON object on stdout for each line on stdin.

    python kernel_peer.py THREADS

{"bench": B, "case": C} makes the operands that the case's name states and answers {"ready": true},
or false where torch has no such kernel; {"runs": N} answers the seconds that N runs took.
Everything is eager and float32 unless the name says otherwise; kernels write into given outputs
where torch takes one; elsewhere the allocator gives freed memory back without page faults.
"""

import gc
import json
import os
import re
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import torch.nn.functional as F

import kernel_models

aten = torch.ops.aten
ROTATED = 512 << 20


def rand(*dims, grad=False):
    return (torch.rand(*dims) * 2 - 1).requires_grad_(grad)


def numbers(text):
    return [int(n) for n in re.findall(r"\d+", text)]


def gemm(case):
    dims = numbers(case)
    batch, (m, n, k) = (dims[0] if len(dims) == 4 else 0), dims[-3:]
    lead = [batch] if batch else []
    a = rand(*lead, k, m).transpose(-1, -2) if case.startswith("tn") else rand(*lead, m, k)
    b = rand(*lead, k, n) if case[0] in "nt" else rand(*lead, n, k).transpose(-1, -2)
    c = torch.empty(*lead, m, n)
    return (lambda: torch.bmm(a, b, out=c)) if batch else (lambda: torch.mm(a, b, out=c))


def gemv(case):
    shape, kind = case.split("-")
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16, "f16": torch.float16}.get(kind)
    if dtype is None:
        return None
    n, k = numbers(shape)
    copies = max(1, round(ROTATED / (n * k * dtype.itemsize)))
    weights = [(rand(n, k) / k**0.5).to(dtype) for _ in range(copies)]
    x, y = rand(k).to(dtype), torch.empty(n, dtype=dtype)
    turn = [0]

    def run():
        turn[0] = (turn[0] + 1) % copies
        torch.mv(weights[turn[0]], x, out=y)

    return run


def attention(case):
    kind, size = case.split("-")[:2]
    train = case.endswith("-train")
    batch, heads, kv, keys, dim = map(int, re.fullmatch(r"(\d+)x(\d+)(?:kv(\d+))?x(\d+)x(\d+)", size).groups("0"))
    kv = kv or heads
    queries = 1 if kind == "decode" else keys
    # as models have them: [batch, time, heads, dim], seen as [batch, heads, time, dim]
    q = rand(batch, queries, heads, dim, grad=train).transpose(1, 2)
    k = rand(batch, keys, kv, dim, grad=train).transpose(1, 2)
    v = rand(batch, keys, kv, dim, grad=train).transpose(1, 2)
    dy = rand(batch, queries, heads, dim).transpose(1, 2)

    def forward():
        return F.scaled_dot_product_attention(q, k, v, is_causal=kind == "causal", enable_gqa=kv != heads)

    return (lambda: torch.autograd.grad(forward(), (q, k, v), dy)) if train else forward


def conv(case):
    batch, channels, length, out, kernel, stride, padding, groups = numbers(case)
    x, w, b = rand(batch, channels, length), rand(out, channels // groups, kernel), rand(out)

    def forward():
        return F.conv1d(x, w, b, stride, padding, 1, groups)

    if not case.endswith("-grad"):
        return forward
    dy = rand(*forward().shape)
    return lambda: aten.convolution_backward(
        dy, x, w, [out], [stride], [padding], [1], False, [0], groups, [True, True, True]
    )


def rotate(x, cos, sin):
    half = x.shape[-1] // 2
    turned = torch.cat((-x[..., half:], x[..., :half]), -1)
    return x * cos + turned * sin


def rows(case):
    kind = re.match(r"[a-z]+(-grad)?", case).group()
    dims = numbers(case)
    x, dy, y = rand(*dims), rand(*dims), torch.empty(*dims)
    columns = dims[-1:]
    w, b = rand(*columns), rand(*columns)
    if kind.startswith("layernorm"):
        _, mean, rstd = torch.native_layer_norm(x, columns, w, b, 1e-5)
        if kind == "layernorm":
            return lambda: torch.native_layer_norm(x, columns, w, b, 1e-5)
        return lambda: aten.native_layer_norm_backward(dy, x, columns, mean, rstd, w, b, [True, True, True])
    if kind == "rmsnorm":
        return lambda: F.rms_norm(x, columns, w, 1e-5)
    if kind == "rmsnorm-grad":
        x.requires_grad_(), w.requires_grad_()
        z = F.rms_norm(x, columns, w, 1e-5)
        return lambda: torch.autograd.grad(z, (x, w), dy, retain_graph=True)
    if kind.startswith("crossentropy"):
        ids = torch.randint(columns[0], dims[:1])
        if kind == "crossentropy":
            return lambda: F.cross_entropy(x, ids, reduction="none")
        z, d = F.cross_entropy(x.requires_grad_(), ids, reduction="none"), rand(dims[0])
        return lambda: torch.autograd.grad(z, x, d, retain_graph=True)
    if kind.startswith("swiglu"):
        up, t, s = rand(*dims), torch.empty(*dims), F.silu(x)
        if kind == "swiglu":
            return lambda: torch.mul(aten.silu.out(x, out=t), up, out=y)

        def swiglu_grad():
            torch.mul(dy, up, out=t)
            aten.silu_backward.grad_input(t, x, grad_input=y)
            torch.mul(dy, s, out=t)

        return swiglu_grad
    if kind == "rotary":
        angles = torch.cat([rand(dims[0], dims[2] // 2)] * 2, -1)[:, None]
        cos, sin = angles.cos(), angles.sin()
        return lambda: rotate(x, cos, sin)
    if kind == "adamw":
        x.requires_grad_()
        x.grad = dy
        return torch.optim.AdamW([x], lr=1e-3, weight_decay=0.05, fused=True).step
    softmax = torch.softmax(x, -1)
    return {
        "softmax": lambda: aten._softmax.out(x, -1, False, out=y),
        "softmax-grad": lambda: aten._softmax_backward_data.out(dy, softmax, -1, torch.float32, grad_input=y),
        "gelu": lambda: aten.gelu.out(x, out=y),
        "gelu-grad": lambda: aten.gelu_backward.grad_input(dy, x, grad_input=y),
        "silu": lambda: aten.silu.out(x, out=y),
        "silu-grad": lambda: aten.silu_backward.grad_input(dy, x, grad_input=y),
        "dropout": lambda: F.dropout(x, 0.1, True),
    }[kind]


BENCHES = {
    "gemm": gemm,
    "gemv": gemv,
    "attention": attention,
    "rows": rows,
    "conv": conv,
    "vit": kernel_models.vit,
    "hubert": kernel_models.hubert,
    "decode": kernel_models.decode,
    "train-step": kernel_models.train_step,
}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(1)
    print(json.dumps({"name": "PyTorch " + torch.__version__}), flush=True)
    run = None
    for line in sys.stdin:
        job = json.loads(line)
        if "case" in job:
            run = None
            gc.collect()
            run = BENCHES[job["bench"]](job["case"])
            print(json.dumps({"ready": run is not None}), flush=True)
        else:
            # what makes a graph takes gradients itself; without this each op would record
            with torch.inference_mode() if not job["grad"] else torch.enable_grad():
                start = time.perf_counter()
                for _ in range(job["runs"]):
                    run()
                seconds = time.perf_counter() - start
            print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
