#!/usr/bin/env python3
"""Stage 3: training. One command a stage, fixed seeds, goes on from its last checkpoint.

Each step reads about `--tokens` tokens. The loss is the cross-entropy of four labels; a claim that is only
known to be not supported counts the sum of `refuted` and `neither`, one that is only known to be fit to be sent the sum
of `supported` and `no_check`. The embeddings and the first layers stay
as they are: they know their languages already, and it saves a quarter of the time on a CPU.

Usage: train.py FOLDER OUT.pt --data FILE.jsonl[:SHARE] ... [--from OTHER.pt] [--epochs 1] [--rate 1e-4]
"""

import argparse
import pathlib
import random
import time

import torch

import model as M

CLASS = {"S": 0, "R": 1, "N": 2, "O": 3, "U": 4, "P": 5}


def read(path: pathlib.Path, writer: M.Writer, most_given: int):
    """Examples and the classes of their claims."""
    rows = M.read_jsonl(path)
    given = writer.ids([row["given"] for row in rows])
    texts = [text for row in rows for _, text, *_ in row["claims"]]
    claims = iter(writer.ids(texts))
    found = []
    for row, words in zip(rows, given):
        wanted = [next(claims) for _ in row["claims"]]
        found.append((writer.example(words, wanted, most_given), [CLASS[label] for label, *_ in row["claims"]]))
    return found


def batches(examples, tokens, seed):
    """Batches of like lengths, in an order that the seed gives."""
    order = random.Random(seed)
    shuffled = examples[:]
    order.shuffle(shuffled)
    made = []
    for start in range(0, len(shuffled), 400):
        part = sorted(shuffled[start:start + 400], key=lambda e: len(e[0][0]))
        batch = []
        for example in part:
            if batch and (len(batch) + 1) * len(example[0][0]) > tokens:
                made.append(batch)
                batch = []
            batch.append(example)
        made.append(batch)
    order.shuffle(made)
    return made


def loss_of(logits, classes, smooth):
    """Mean loss over the claims; `classes` is -1 where there is none."""
    logs = torch.log_softmax(logits[..., :len(M.LABELS)], dim=-1)
    not_supported = torch.logsumexp(logs[..., 1:3], dim=-1, keepdim=True)
    fit = torch.logsumexp(logs[..., [0, 3]], dim=-1, keepdim=True)
    logs_of = torch.cat([logs, not_supported, fit], dim=-1)
    there = classes >= 0
    right = logs_of.gather(-1, classes.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    return -((1 - smooth) * right + smooth * logs.mean(-1))[there].mean()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out")
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--from", dest="start")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--floor", type=float, default=0.0, help="share of the rate at the end")
    parser.add_argument("--tokens", type=int, default=1600)
    parser.add_argument("--frozen", type=int, default=3)
    parser.add_argument("--given", type=int, default=256)
    parser.add_argument("--stop", type=int, help="steps after which to stop, as if it were the end")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    writer = M.Writer(given.folder)
    sets = []
    for name in given.data:
        path, _, share = name.partition(":")
        sets.append((read(pathlib.Path(path), writer, given.given), float(share or 1)))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    judge = M.load(given.folder, given.start, to_train=True) if given.start else M.from_encoder(given.folder)
    judge.to(device).train()
    # The kinds have a stage of their own (`kinds.py`).
    still = ("word.", "place.", "norm.", "kinds.", *(f"layers.{n}." for n in range(given.frozen)))
    for name, weight in judge.named_parameters():
        weight.requires_grad = not name.startswith(still)
    head = [w for n, w in judge.named_parameters() if n.startswith("head") and w.requires_grad]
    body = [w for n, w in judge.named_parameters() if not n.startswith("head") and w.requires_grad]
    faster = 1.0 if given.start else 4.0
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": given.rate}, {"params": head, "lr": given.rate * faster}], weight_decay=0.01)
    plan = []
    for epoch in range(given.epochs):
        chosen = []
        for number, (examples, share) in enumerate(sets):
            draw = random.Random(f"{given.seed} {epoch} {number}")
            chosen += draw.sample(examples, round(len(examples) * share)) if share < 1 else examples
        plan += batches(chosen, given.tokens, f"{given.seed} {epoch}")
    warm = min(100, len(plan) // 10)
    pace = lambda step: min((step + 1) / warm, given.floor + (1 - given.floor) * (1 - step / len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    mark = given.folder / (given.out + ".part")
    begin = 0
    if mark.exists():
        saved = torch.load(mark, map_location=device, weights_only=True)
        judge.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        begin = saved["step"]
    print(f"{len(plan)} steps, from {begin}, on {device}", flush=True)
    since, total, count, seen = time.time(), 0.0, 0, 0
    for step in range(begin, given.stop or len(plan)):
        batch = plan[step]
        tensors = [t.to(device) for t in M.batch_of([e for e, _ in batch], writer.pad)]
        classes = torch.full(tensors[3].shape[:2], -1)
        for row, (_, labels) in enumerate(batch):
            classes[row, :len(labels)] = torch.tensor(labels)
        loss = loss_of(judge(*tensors), classes.to(device), 0.02)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        optimiser.step()
        schedule.step()
        total, count, seen = total + loss.item(), count + 1, seen + tensors[0].numel()
        if count == 50:
            print(f"step {step + 1} loss {total / count:.3f} {seen / (time.time() - since):.0f} tokens/s", flush=True)
            since, total, count, seen = time.time(), 0.0, 0, 0
        if (step + 1) % 300 == 0:
            torch.save({"model": judge.state_dict(), "optimiser": optimiser.state_dict(),
                        "schedule": schedule.state_dict(), "step": step + 1}, mark)
    torch.save({"model": judge.state_dict()}, given.folder / given.out)
    mark.unlink(missing_ok=True)


main()
