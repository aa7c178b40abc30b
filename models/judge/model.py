"""The judge's network: a BERT encoder that reads evidence once and many claims beside it.

A token belongs to a group: 0 is what is given (the fan's message and the evidence), 1, 2, ... are
the claims, -1 is padding. What is given attends to itself alone; a claim attends to what is given and to
itself. So a claim's opinion does not depend on the claims beside it, and the evidence is read once however
many claims there are. Positions of every claim begin where the evidence ends.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

LABELS = ("supported", "refuted", "neither", "no_check")
# What a claim tells of the sender, whatever the evidence; each by itself.
KINDS = ("biography", "experience", "credential", "human", "contact", "commitment")
# The layer whose states tell the kinds best; the last ones know of entailment only.
KINDS_READ = 8


class Layer(nn.Module):
    """Attention and feed-forward with a layer norm after each (BERT, Devlin et al. 2019)."""

    def __init__(self, hidden: int, heads: int, forward: int, epsilon: float):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v = (nn.Linear(hidden, hidden) for _ in range(3))
        self.ao = nn.Linear(hidden, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, epsilon), nn.LayerNorm(hidden, epsilon)
        self.fi, self.fo = nn.Linear(hidden, forward), nn.Linear(forward, hidden)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, bias):
        batch, length, hidden = x.shape
        split = lambda y: y.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)
        mixed = F.scaled_dot_product_attention(split(self.q(x)), split(self.k(x)), split(self.v(x)), bias)
        x = self.aln(x + self.drop(self.ao(mixed.transpose(1, 2).reshape(batch, length, hidden))))
        return self.oln(x + self.drop(self.fo(F.gelu(self.fi(x)))))


class Judge(nn.Module):
    """Logits of the four labels and of the six kinds for each claim, from token numbers, groups, positions and a
    pooling matrix."""

    def __init__(self, shape: dict):
        super().__init__()
        hidden = shape["hidden"]
        self.word = nn.Embedding(shape["vocabulary"], hidden)
        self.place = nn.Embedding(shape["positions"], hidden)
        self.side = nn.Embedding(2, hidden)
        self.norm = nn.LayerNorm(hidden, shape["epsilon"])
        self.layers = nn.ModuleList(
            Layer(hidden, shape["heads"], shape["forward"], shape["epsilon"]) for _ in range(shape["layers"]))
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, len(LABELS)))
        self.kinds = nn.Sequential(nn.Dropout(0.3), nn.Linear(hidden, hidden), nn.Tanh(), nn.Dropout(0.3),
                                   nn.Linear(hidden, len(KINDS)))

    def encode(self, tokens, groups, positions):
        x = self.norm(self.word(tokens) + self.place(positions) + self.side((groups > 0).long()))
        key, query = groups.unsqueeze(1), groups.unsqueeze(2)
        seen = (key == 0) | ((key == query) & (key > 0))
        bias = torch.where(seen, 0.0, -10000.0).unsqueeze(1)
        below = x
        for at, layer in enumerate(self.layers, 1):
            x = layer(x, bias)
            below = x if at == KINDS_READ else below
        return x, below

    def forward(self, tokens, groups, positions, pool):
        """`pool` is claims x tokens: one over the claim's length on its own tokens."""
        last, below = self.encode(tokens, groups, positions)
        return torch.cat([self.head(pool @ last), self.kinds(pool @ below)], dim=-1)


def shape_of(folder: pathlib.Path) -> dict:
    """The shape of an unpacked encoder."""
    found = np.load(folder / "encoder.npz")
    layers, heads = (int(n) for n in found["shape"])
    return {"hidden": found["emb.word"].shape[1], "vocabulary": found["emb.word"].shape[0], "layers": layers,
            "heads": heads, "positions": found["emb.pos"].shape[0], "epsilon": float(found["epsilon"]),
            "forward": found["l0.fi.b"].size}


def from_encoder(folder: pathlib.Path) -> Judge:
    """A judge with the weights of the unpacked encoder and a fresh head."""
    found = np.load(folder / "encoder.npz")
    judge = Judge(shape_of(folder))
    state = judge.state_dict()

    def put(name, array):
        state[name] = torch.from_numpy(np.ascontiguousarray(array)).view_as(state[name])

    put("word.weight", found["emb.word"])
    put("place.weight", found["emb.pos"])
    first = found["emb.type"].reshape(-1, judge.side.embedding_dim)[0]
    put("side.weight", np.stack([first, first]))
    put("norm.weight", found["emb.ln.w"])
    put("norm.bias", found["emb.ln.b"])
    for at in range(len(judge.layers)):
        for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            put(f"layers.{at}.{part}.weight", found[f"l{at}.{part}.w"])
            put(f"layers.{at}.{part}.bias", found[f"l{at}.{part}.b"])
    judge.load_state_dict(state)
    return judge


class Writer:
    """Texts to numbers: `<s> given </s>`, then `</s> claim </s>` for each claim."""

    def __init__(self, folder: pathlib.Path):
        from tokenizers import Tokenizer
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.bos, self.eos, self.pad, _unk = (int(n) for n in np.load(folder / "encoder.npz")["special"])

    def ids(self, texts):
        return [found.ids for found in self.tokenizer.encode_batch([t.strip() for t in texts], add_special_tokens=False)]

    def example(self, given, claims, most_given, most_claim=96):
        """Tokens, groups, positions of one example, from the numbers of its texts."""
        tokens = [self.bos, *given[:most_given], self.eos]
        groups, positions = [0] * len(tokens), list(range(len(tokens)))
        start = len(tokens)
        for at, claim in enumerate(claims, 1):
            words = [self.eos, *claim[:most_claim], self.eos]
            tokens += words
            groups += [at] * len(words)
            positions += range(start, start + len(words))
        return tokens, groups, positions


def batch_of(examples, pad):
    """Tensors of several examples, padded to the longest."""
    length = max(len(e[0]) for e in examples)
    count = max(max(e[1]) for e in examples)
    tokens = np.full((len(examples), length), pad)
    groups = np.full((len(examples), length), -1)
    positions = np.zeros((len(examples), length), dtype=np.int64)
    for row, (t, g, p) in enumerate(examples):
        tokens[row, :len(t)], groups[row, :len(g)], positions[row, :len(p)] = t, g, p
    pool = (groups[:, None, :] == np.arange(1, count + 1)[None, :, None]).astype(np.float32)
    pool /= np.maximum(pool.sum(2, keepdims=True), 1)
    return torch.from_numpy(tokens), torch.from_numpy(groups), torch.from_numpy(positions), torch.from_numpy(pool)


def load(folder: pathlib.Path, name: str, to_train: bool = False) -> Judge:
    """A judge from a checkpoint of `train.py`; one of a stage that knew no kinds yet may be trained further only."""
    judge = Judge(shape_of(folder))
    state = torch.load(folder / name, map_location="cpu", weights_only=True)["model"]
    if to_train:
        state = {**{key: value for key, value in judge.state_dict().items() if key.startswith("kinds.")}, **state}
    judge.load_state_dict(state)
    return judge.eval()


def read_jsonl(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
