#!/usr/bin/env python3
"""Stage 6: how rules and judge decide together, fitted on labelled candidates and shown by cross-validation.

A claim is one row when the rule of words objects to it: the judge's opinion, its length, and whether it speaks of the
sender. What a firm rule rejects is no row, for nothing overrules it, and what no rule rejects is none, for there the
judge hardly tells right from wrong. The weights go into `src/verify/weigh.rs`.

Usage: groundwire-eval opinions fixtures/claims/dev > opinions.jsonl;  combine.py opinions.jsonl
"""

import json
import sys

import numpy as np

WEIGHED = ("alignment", "citation")
FEATURES = ("one", "opinion", "length", "self")
TALK = ("fact", "creator_fact", "opinion", "advice", "social", "echo", "question", "abstention", "disclosure")
SELF = ("opinion", "creator_fact")
FOLDS = 10


def logit(p):
    p = min(max(p, 1e-3), 1 - 1e-3)
    return float(np.log(p / (1 - p)))


def is_bad(claim, gold):
    """The claim holds one of the parts that had to go."""
    text = claim["ruled"]["text"]
    for span in gold.get("spans", []):
        part = span["text"].strip(" .,!?;")
        words, said = set(part.lower().split()), set(text.lower().split())
        if part in text or text.strip(" .,!?;") in part or len(words & said) >= 0.6 * len(words):
            return True
    return False


def row_of(claim):
    """Features, or None where a firm rule or a verbatim sentence has decided."""
    ruled, opinion = claim["ruled"], claim["opinion"]
    rejected = ruled["verdict"] in ("unsupported", "contradicted")
    asked = [trace["rule"] for trace in ruled["rules"]]
    rules = [name for name in asked if name not in ("speech_act", "citation", "judge", "arithmetic", "needs_evidence")]
    rule = rules[-1] if rejected and rules else ("citation" if rejected else "")
    if not rejected:
        return None, False
    if ruled["objection"] in ("Uncited", "UnknownCitation"):
        rule = "citation"
    if opinion is None or rule not in WEIGHED or ruled["act"] not in TALK:
        return None, True
    talk = opinion["nothing_to_check"]
    values = {"one": 1.0, "opinion": logit(opinion["supported"] + talk),
              "length": float(np.log(1 + len(ruled["text"].split()))), "self": float(ruled["act"] in SELF)}
    return [values[name] for name in FEATURES], rejected


def fitted(x, y, ridge=1.0):
    """Logistic regression by Newton's method."""
    w = np.zeros(x.shape[1])
    keep = np.eye(x.shape[1]) * ridge
    keep[0, 0] = 1e-6
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (y - p) - keep @ w
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + keep, slope)
    return w


def main() -> None:
    lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    rows, good, reply = [], [], []
    hard = np.zeros(len(lines), dtype=bool)
    for at, line in enumerate(lines):
        for claim in line["claims"]:
            features, rejected = row_of(claim)
            if features is None:
                hard[at] |= rejected
                continue
            rows.append(features)
            good.append(not is_bad(claim, line["gold"]))
            reply.append(at)
    x, y, reply = np.array(rows), np.array(good), np.array(reply)
    accept = np.array([line["gold"]["decision"] == "accept" for line in lines])
    groups = np.array([sum(map(ord, line["gold"].get("group", line["id"]))) % FOLDS for line in lines])
    odds = np.zeros(len(x))
    for fold in range(FOLDS):
        held = groups[reply] == fold
        odds[held] = x[held] @ fitted(x[~held], y[~held])
    lowest = np.full(len(lines), np.inf)
    np.minimum.at(lowest, reply, odds)
    rules = np.array([any(c["ruled"]["verdict"] in ("unsupported", "contradicted") for c in line["claims"]) for line in lines])
    print(f"{len(x)} claims, {(~y).sum()} bad; firm rules reject {hard[~accept].mean():.3f} of the bad replies, {hard[accept].mean():.3f} of the good")
    print(f"all rules: caught {rules[~accept].mean():.3f}, refused {rules[accept].mean():.3f}")
    for threshold in np.arange(-1, 3.01, 0.25):
        said = hard | (lowest < threshold)
        p = 1 / (1 + np.exp(-threshold))
        print(f"threshold {threshold:5.2f} ({p:.2f}): caught {said[~accept].mean():.3f}, refused {said[accept].mean():.3f},"
              f" balanced {(said[~accept].mean() + 1 - said[accept].mean()) / 2:.3f}")
    w = fitted(x, y)
    for name, value, share in zip(FEATURES, w, x.mean(0)):
        print(f"{name:12} {value:7.3f}   mean {share:.3f}")


main()
