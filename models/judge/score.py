#!/usr/bin/env python3
"""Stage 4: how well a checkpoint tells the labels apart.

Usage: score.py FOLDER MODEL.pt|MODEL.onnx FILE.jsonl ...      examples as `prepare.py` and `creators.py` write them
"""

import collections
import pathlib
import sys

import numpy as np
import torch

import model as M

CLASS = {"S": 0, "R": 1, "N": 2, "O": 3, "U": 4}


def area(right, scores):
    """AUROC by ranks, ties counted half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    values = np.asarray(scores)[order]
    start = 0
    while start < len(values):
        end = start
        while end + 1 < len(values) and values[end + 1] == values[start]:
            end += 1
        ranks[order[start:end + 1]] = (start + end) / 2 + 1
        start = end + 1
    right = np.asarray(right, dtype=bool)
    hits = right.sum()
    return (ranks[right].sum() - hits * (hits + 1) / 2) / (hits * (len(right) - hits))


def opinions(folder, name, rows, most_given=256):
    """Logits of each claim of each example."""
    writer = M.Writer(folder)
    given = writer.ids([row["given"] for row in rows])
    if name.endswith(".onnx"):
        import onnxruntime
        session = onnxruntime.InferenceSession(str(folder / name))
        run = lambda t, g, p, w: session.run(None, {"tokens": t.numpy(), "groups": g.numpy(), "positions": p.numpy(),
                                                    "pool": w.numpy()})[0]
    else:
        judge = M.load(folder, name)
        run = lambda *tensors: judge(*tensors).numpy()
    with torch.no_grad():
        for row, words in zip(rows, given):
            claims = writer.ids([text for _, text in row["claims"]])
            yield run(*M.batch_of([writer.example(words, claims, most_given)], writer.pad))[0]


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    for path in sys.argv[3:]:
        rows = M.read_jsonl(path)
        logits = np.concatenate(list(opinions(folder, sys.argv[2], rows)))
        logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        odds = np.exp(logs)
        labels = np.array([CLASS[label] for row in rows for label, _ in row["claims"]])
        language = np.array([row.get("lang", "?") for row in rows for _ in row["claims"]])
        checkable = labels != 3
        print(f"## {path}: {len(labels)} claims, accuracy of four {np.mean(odds.argmax(1) == labels):.3f}")
        for name in sorted(set(language)) + ["all"]:
            here = checkable & ((language == name) | (name == "all"))
            support = odds[:, 0] / odds[:, :3].sum(1)
            print(f"{name}: supported against not, n={here.sum()}, AUROC {area(labels[here] == 0, support[here]):.3f},"
                  f" of all {area(np.isin(labels, (0, 3)), odds[:, 0] + odds[:, 3]):.3f}")
        if (~checkable).any():
            print(f"nothing to check against the rest: AUROC {area(labels == 3, odds[:, 3]):.3f}")
        table = collections.Counter(zip(labels.tolist(), odds.argmax(1).tolist()))
        for wanted in sorted(set(labels.tolist())):
            print("SRNOU"[wanted], [table[wanted, said] for said in range(4)])


if __name__ == "__main__":
    main()
