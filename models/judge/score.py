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

CLASS = {"S": 0, "R": 1, "N": 2, "O": 3, "U": 4, "P": 5, "-": -1}


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
            claims = writer.ids([claim[1] for claim in row["claims"]])
            yield run(*M.batch_of([writer.example(words, claims, most_given)], writer.pad))[0]


def of_labels(labels, language, odds):
    """The four labels, and those that are known in part: U (refuted or neither), P (supported or nothing to check)."""
    fit = odds[:, 0] + odds[:, 3]
    told = np.isin(labels, [CLASS[label] for label in "SRNO"])
    if told.any():
        print(f"accuracy of the four labels {np.mean(odds[told].argmax(1) == labels[told]):.3f} (n={told.sum()})")
        print(f"nothing to check against the rest: AUROC {area(labels[told] == CLASS['O'], odds[told, 3]):.3f}")
    checkable = np.isin(labels, [CLASS[label] for label in "SRN"])
    known = labels >= 0
    good = np.isin(labels, [CLASS[label] for label in "SOP"])
    for name in sorted(set(language)) + ["all"]:
        here = (language == name) | (name == "all")
        part = checkable & here
        if part.any():
            support = odds[part, 0] / odds[part, :3].sum(1)
            print(f"{name}: supported against not, n={part.sum()}, AUROC {area(labels[part] == CLASS['S'], support):.3f}")
        if (known & here).any():
            print(f"{name}: fit to be sent against not, n={(known & here).sum()},"
                  f" AUROC {area(good[known & here], fit[known & here]):.3f}")
    table = collections.Counter(zip(labels.tolist(), odds.argmax(1).tolist()))
    for label in "SRNOUP":
        if (labels == CLASS[label]).any():
            print(label, [table[CLASS[label], said] for said in range(4)])


def of_kinds(kinds, odds):
    """Each kind by itself."""
    for at, kind in enumerate(M.KINDS):
        right = np.array([kind in named for named in kinds])
        if right.any() and not right.all():
            sure = odds[:, at] >= 0.7
            print(f"{kind}: n={right.sum()} of {len(right)}, AUROC {area(right, odds[:, at]):.3f}; at .7"
                  f" found {sure[right].mean():.3f}, false alarms {sure[~right].mean():.3f}")


def of_pairs(kinds, supported):
    """How many true statements seem better supported than their false twins; a coin tells half of them."""
    right = supported[0::2] > supported[1::2]
    of = collections.defaultdict(list)
    for kind, told in zip(kinds[0::2], right):
        of[kind].append(told)
    print(f"twins told apart {right.mean():.3f} (n={len(right)}):",
          ", ".join(f"{kind} {np.mean(told):.2f} ({len(told)})" for kind, told in sorted(of.items())))


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    for path in sys.argv[3:]:
        rows = M.read_jsonl(path)
        logits = np.concatenate(list(opinions(folder, sys.argv[2], rows)))
        split = len(M.LABELS)
        logs = logits[:, :split] - np.logaddexp.reduce(logits[:, :split], axis=1, keepdims=True)
        claims = [claim for row in rows for claim in row["claims"]]
        labels = np.array([CLASS[claim[0]] for claim in claims])
        language = np.array([row.get("lang", "?") for row in rows for _ in row["claims"]])
        print(f"## {path}: {len(labels)} claims")
        if (labels >= 0).any():
            of_labels(labels, language, np.exp(logs))
        named = np.array([isinstance(claim[-1], list) for claim in claims])
        if named.any():
            of_kinds([claim[2] for claim in claims if isinstance(claim[-1], list)],
                     1 / (1 + np.exp(-logits[named, split:])))
        if rows[0].get("set") == "pairs":
            of_pairs([claim[2] for claim in claims], logs[:, 0])


if __name__ == "__main__":
    main()
