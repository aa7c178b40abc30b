#!/usr/bin/env python3
"""Stage 3b: the head that tells kinds of statement, trained alone: the encoder stays as the stages before left it, and
its states are computed once. Takes minutes on a CPU. Beside the clauses that were written for it, it sees the fit claims of
whole replies: without those every second ordinary clause was taken for a promise.

Usage: kinds.py FOLDER JUDGE.pt OUT.pt KINDS_TRAIN.jsonl REPLIES_TRAIN.jsonl
"""

import pathlib
import sys

import torch

import model as M

EPOCHS = 40
BATCH = 64


def kinds_of(claim):
    """What is known of a claim's kinds, NaN where nothing is. What is fit to be sent under a policy that allows nothing is
    none of the kinds that a policy forbids; of the sender's life it may tell."""
    if len(claim) > 2:
        return [float(kind in claim[2]) for kind in M.KINDS]
    return [float("nan") if kind in ("biography", "experience") else 0.0 for kind in M.KINDS]


def read(judge, writer, rows):
    """The mean state of each claim at the layer that the head reads, and its kinds."""
    rows = [{**row, "claims": [claim for claim in row["claims"] if claim[0] in "-P"]} for row in rows]
    rows = sorted((row for row in rows if row["claims"]), key=lambda row: len(row["given"]))
    states = []
    with torch.no_grad():
        for start in range(0, len(rows), 8):
            part = rows[start:start + 8]
            given = writer.ids([row["given"] for row in part])
            examples = [writer.example(g, writer.ids([claim[1] for claim in row["claims"]]), 256)
                        for g, row in zip(given, part)]
            *tokens, pool = M.batch_of(examples, writer.pad)
            _, below = judge.encode(*tokens)
            states += [found[:len(row["claims"])] for found, row in zip(pool @ below, part)]
    return torch.cat(states), torch.tensor([kinds_of(claim) for row in rows for claim in row["claims"]])


def main() -> None:
    folder, name, out, *paths = pathlib.Path(sys.argv[1]), *sys.argv[2:]
    torch.manual_seed(7)
    judge = M.load(folder, name, to_train=True)
    states, kinds = read(judge, M.Writer(folder), [row for path in paths for row in M.read_jsonl(path)])
    mean, spread = states.mean(0), states.std(0) + 1e-3
    known, head = (states - mean) / spread, judge.kinds
    optimiser = torch.optim.AdamW(head.parameters(), lr=1e-3, weight_decay=0.05)
    head.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for part in torch.randperm(len(known)).split(BATCH):
            told = ~kinds[part].isnan()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(head(known[part])[told], kinds[part][told])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(part)
        if (epoch + 1) % 10 == 0:
            print(f"epoch {epoch + 1} loss {total / len(known):.3f}", flush=True)
    # The first layer takes the states as they are.
    with torch.no_grad():
        first = head[1]
        first.bias -= first.weight @ (mean / spread)
        first.weight /= spread
    torch.save({"model": judge.state_dict()}, folder / out)


main()
