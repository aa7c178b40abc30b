#!/usr/bin/env python3
"""Fits the baseline judge's logistic regression (src/verify/lexical.rs, WEIGHTS).

Reads what `groundwire-eval features FILES...` prints: set, label (1 supported), six features. Each
set counts alike, and so do its two classes. Plain gradient descent, no packages needed, the same
input gives the same weights. Usage: fit.py FEATURES.tsv
"""

import collections
import math
import sys


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x))))


def main() -> None:
    rows = []
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            name, label, *features = line.rstrip("\n").split("\t")
            rows.append((name, int(label), [1.0] + [float(x) for x in features]))
    counts = collections.Counter((name, label) for name, label, _ in rows)
    weights = [0.0] * len(rows[0][2])
    total = float(len(counts))
    for step in range(3000):
        gradient = [0.0] * len(weights)
        for name, label, x in rows:
            p = sigmoid(sum(w * v for w, v in zip(weights, x)))
            pull = (label - p) / counts[(name, label)] / total
            for i, v in enumerate(x):
                gradient[i] += pull * v
        for i in range(len(weights)):
            weights[i] += 2.0 * (gradient[i] - 1e-4 * weights[i])
    print("const WEIGHTS: [f64; FEATURES + 1] = [" + ", ".join(f"{w:.2f}" for w in weights) + "];")
    for name in sorted({name for name, _, _ in rows}):
        hits = [0, 0]
        sizes = [0, 0]
        for other, label, x in rows:
            if other == name:
                sizes[label] += 1
                hits[label] += (sigmoid(sum(w * v for w, v in zip(weights, x))) >= 0.5) == (label == 1)
        if min(sizes):
            print(f"{name}: balanced accuracy {(hits[0] / sizes[0] + hits[1] / sizes[1]) / 2:.3f} (n={sum(sizes)}, half A)")


if __name__ == "__main__":
    main()
