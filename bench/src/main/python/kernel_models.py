"""The whole models of kernel_peer.py, with random weights: two of transformers, and the demo's
tiny AffectGPT written out in plain torch modules."""

import torch
import torch.nn.functional as F
from torch import nn


def vit(case):
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    frames = int(case.rsplit("-", 1)[1][:-1])
    if case.startswith("tiny"):
        width, layers, heads, image, out = 64, 2, 4, 42, 48
    else:
        width, layers, heads, image, out = 1024, 24, 16, 224, 768
    config = CLIPVisionConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        image_size=image,
        patch_size=14,
        projection_dim=out,
    )
    model = CLIPVisionModelWithProjection(config).eval()
    pixels = torch.rand(frames, 3, image, image) * 2 - 1
    return lambda: model(pixel_values=pixels).image_embeds


def hubert(case):
    from transformers import HubertConfig, HubertModel

    windows = int(case.split("-")[1].split("x")[0])
    tiny = case.startswith("tiny")
    width, layers, heads, conv = (40, 4, 4, 16) if tiny else (1024, 24, 16, 512)
    config = HubertConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        conv_dim=[conv] * 7,
        num_conv_pos_embeddings=32 if tiny else 128,
        num_conv_pos_embedding_groups=8 if tiny else 16,
        feat_extract_norm="layer",
        do_stable_layer_norm=True,
        conv_bias=False,
    )
    model = HubertModel(config).eval()
    samples = torch.rand(windows, 32000) * 2 - 1
    return lambda: model(samples, output_hidden_states=True).hidden_states


def decode(case):
    from transformers import DynamicCache, Qwen2Config, Qwen2ForCausalLM

    size, kind = case.split("-")
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}.get(kind)
    shapes = {
        "tiny": (512, 64, 160, 2, 4, 2, False),
        "0.5b": (151936, 896, 4864, 24, 14, 2, True),
        "7b": (152064, 3584, 18944, 28, 28, 4, False),
    }
    if dtype is None:
        return None
    vocab, hidden, inner, layers, heads, kv, tied = shapes[size]
    config = Qwen2Config(
        vocab_size=vocab,
        hidden_size=hidden,
        intermediate_size=inner,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=kv,
        tie_word_embeddings=tied,
        dtype=dtype,
    )
    torch.set_default_dtype(dtype)
    model = Qwen2ForCausalLM(config).eval()
    torch.set_default_dtype(torch.float32)
    context = 128
    cache = DynamicCache(config=config)
    with torch.inference_mode():
        model(input_ids=torch.ones(1, context, dtype=torch.long), past_key_values=cache, logits_to_keep=1)
    last = [1]

    def run():
        cache.crop(-1) if cache.get_seq_length() > context else None
        out = model(input_ids=torch.tensor([[last[0]]]), past_key_values=cache, use_cache=True)
        last[0] = int(out.logits[0, -1].argmax())

    return run


class Attention(nn.Module):
    def __init__(self, hidden, heads, kv):
        super().__init__()
        self.heads, self.kv, self.dim = heads, kv, hidden // heads
        self.q = nn.Linear(hidden, hidden)
        self.k = nn.Linear(hidden, kv * self.dim)
        self.v = nn.Linear(hidden, kv * self.dim)
        self.o = nn.Linear(hidden, hidden, bias=False)

    def split(self, x, heads):
        return x.view(*x.shape[:2], heads, self.dim).transpose(1, 2)

    def forward(self, x, cos, sin):
        q = rotate(self.split(self.q(x), self.heads), cos, sin)
        k = rotate(self.split(self.k(x), self.kv), cos, sin)
        v = self.split(self.v(x), self.kv)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        return self.o(y.transpose(1, 2).reshape(x.shape))


def rotate(x, cos, sin):
    half = x.shape[-1] // 2
    turned = torch.cat((-x[..., half:], x[..., :half]), -1)
    return x * cos + turned * sin


class Layer(nn.Module):
    def __init__(self, hidden, inner, heads, kv):
        super().__init__()
        self.attention = Attention(hidden, heads, kv)
        self.norm1 = nn.RMSNorm(hidden, eps=1e-6)
        self.norm2 = nn.RMSNorm(hidden, eps=1e-6)
        self.gate = nn.Linear(hidden, inner, bias=False)
        self.up = nn.Linear(hidden, inner, bias=False)
        self.down = nn.Linear(inner, hidden, bias=False)

    def forward(self, x, cos, sin):
        x = x + self.attention(self.norm1(x), cos, sin)
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class TinyAffectGpt(nn.Module):
    """Attention fusions of 8 frames and 8 windows, and a Qwen2-style decoder with a tied head."""

    def __init__(self, width=96, hidden=128, inner=352, layers=4, heads=4, kv=2, vocab=1024):
        super().__init__()
        self.video_score, self.video_out = nn.Linear(width, 1), nn.Linear(width, hidden)
        self.audio_score, self.audio_out = nn.Linear(width, 1), nn.Linear(width, hidden)
        self.multi_video, self.multi_audio = nn.Linear(width, width), nn.Linear(width, width)
        self.mix, self.weights = nn.Linear(2 * width, width), nn.Linear(width, 2)
        self.multi_out = nn.Linear(width, hidden)
        self.embedding = nn.Embedding(vocab, hidden)
        self.layers = nn.ModuleList(Layer(hidden, inner, heads, kv) for _ in range(layers))
        self.norm = nn.RMSNorm(hidden, eps=1e-6)
        self.dim = hidden // heads

    def over_time(self, x, score, out):
        return out((score(x).transpose(1, 2) @ x).squeeze(1))

    def fused(self, video, audio):
        v, a = self.multi_video(video.mean(1)), self.multi_audio(audio.mean(1))
        w = self.weights(self.mix(torch.cat((v, a), 1)))
        return self.multi_out((w[:, None] @ torch.stack((v, a), 1)).squeeze(1))

    def forward(self, ids, places, video, audio, answer):
        tokens = [
            self.over_time(audio, self.audio_score, self.audio_out),
            self.over_time(video, self.video_score, self.video_out),
            self.fused(video, audio),
        ]
        x = self.embedding(ids).index_copy(1, places, torch.stack(tokens, 1))
        angles = torch.arange(ids.shape[1])[:, None] / 1e4 ** (torch.arange(0, self.dim, 2) / self.dim)
        angles = torch.cat((angles, angles), -1)
        cos, sin = angles.cos(), angles.sin()
        for layer in self.layers:
            x = layer(x, cos, sin)
        states = self.norm(x)[:, -answer - 1 : -1]
        logits = F.linear(states, self.embedding.weight)
        return F.cross_entropy(logits.flatten(0, 1), ids[:, -answer:].flatten())


def train_step(case):
    batch, time = map(int, case.split("-")[1].split("x"))
    model = TinyAffectGpt()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05, fused=True)
    ids = torch.randint(512, 1024, (batch, time))
    places = torch.tensor([1, 3, 5])
    video, audio = torch.randn(batch, 8, 96), torch.randn(batch, 8, 96)

    def run():
        model(ids, places, video, audio, 40).backward()
        if not case.endswith("-gradient"):
            optimizer.step()
        optimizer.zero_grad()

    return run
