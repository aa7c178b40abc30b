#!/usr/bin/env python3
"""Stage 6: how rules and judge decide together, fitted on labelled candidates and shown by cross-validation.

A claim is one row when the judge's opinion was weighed for it: no firm rule objected, and it is no sentence of the
evidence as it stands. The weights go into `src/verify/weigh.rs`. A reply is rejected when a firm rule rejects one of its
claims or the odds of one are below the threshold.

Usage: groundwire-eval opinions fixtures/claims/dev > opinions.jsonl;  combine.py opinions.jsonl [--without FEATURE ...]
"""

import json
import re
import sys

import numpy as np

OF_SENSE = ("denial", "quantity", "certainty", "opposites", "own_words", "relatives")
FEATURES = ("one", "opinion", "refuted", "words", "sense", "coverage", "missing", "length", "of_self")
SELF = ("opinion", "creator_fact", "experience")
FOLDS = 10
STANDS = re.compile(r"(\d+) % of it stands in")
MISSING = re.compile(r"; (\d+) words of weight do not")


def logit(p):
    p = min(max(p, 1e-3), 1 - 1e-3)
    return float(np.log(p / (1 - p)))


def is_bad(claim, gold):
    """The claim holds one of the parts that had to go."""
    text = claim["text"]
    for span in gold.get("spans", []):
        part = span["text"].strip(" .,!?;")
        words, said = set(part.lower().split()), set(text.lower().split())
        if part in text or text.strip(" .,!?;") in part or len(words & said) >= 0.6 * len(words):
            return True
    return False


def row_of(claim):
    """Features, or None where a firm rule, a verbatim sentence or the form has decided; and whether it was rejected."""
    rejected = claim["verdict"] in ("unsupported", "contradicted")
    rules, opinion = claim["rules"], claim.get("opinion")
    at = next((i for i, trace in enumerate(rules) if STANDS.search(trace["said"])), None)
    judged = next((i for i, trace in enumerate(rules) if trace["rule"] == "judge"), None)
    # What comes after the weighing (superseded, hanging) is firm too.
    after = judged is not None and judged + 1 < len(rules)
    if opinion is None or at is None or judged is None or (rejected and after):
        return None, rejected
    stands = rules[at]["said"]
    objects = [trace["rule"] for trace in rules[at + 1:judged] if trace["rule"] != "arithmetic"]
    sense = any(rule in OF_SENSE for rule in objects)
    missing = MISSING.search(stands)
    values = {
        "one": 1.0, "opinion": logit(opinion["supported"] + opinion["nothing_to_check"]),
        "refuted": logit(opinion["refuted"]), "words": float(bool(objects) and not sense), "sense": float(sense),
        "coverage": int(STANDS.search(stands).group(1)) / 100,
        "missing": float(np.log1p(int(missing.group(1)) if missing else 0)),
        "length": float(np.log1p(len(claim["text"].split()))), "of_self": float(claim["act"] in SELF)}
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


def area(right, scores):
    """AUROC, ties counted half."""
    good, bad = scores[right], scores[~right]
    return ((good[:, None] > bad).mean() + 0.5 * (good[:, None] == bad).mean()) if len(good) and len(bad) else np.nan


def main() -> None:
    lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    without = sys.argv[sys.argv.index("--without") + 1:] if "--without" in sys.argv else []
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
    for name in without:
        x[:, FEATURES.index(name)] = 0
    accept = np.array([line["gold"]["decision"] == "accept" for line in lines])
    groups = np.array([sum(map(ord, line["gold"].get("group", line["id"]))) % FOLDS for line in lines])
    odds = np.zeros(len(x))
    for fold in range(FOLDS):
        held = groups[reply] == fold
        odds[held] = x[held] @ fitted(x[~held], y[~held])
    lowest = np.full(len(lines), np.inf)
    np.minimum.at(lowest, reply, odds)
    print(f"{len(x)} claims, {(~y).sum()} bad; firm rules reject {hard[~accept].mean():.3f} of the bad replies, {hard[accept].mean():.3f} of the good")
    words, sense = (x[:, FEATURES.index(name)] > 0 for name in ("words", "sense"))
    parts = (("a rule of words objects to", words), ("a rule of sense objects to", sense), ("no rule objects to", ~words & ~sense))
    for name, part in parts:
        print(f"claims that {name}: {part.sum()}, {(~y[part]).sum()} bad; AUROC of the odds {area(y[part], odds[part]):.3f},"
              f" of the opinion alone {area(y[part], x[part, 1]):.3f}")
    for threshold in np.arange(-0.5, 3.51, 0.25):
        said = hard | (lowest < threshold)
        p = 1 / (1 + np.exp(-threshold))
        print(f"threshold {threshold:5.2f} ({p:.2f}): caught {said[~accept].mean():.3f}, refused {said[accept].mean():.3f},"
              f" balanced {(said[~accept].mean() + 1 - said[accept].mean()) / 2:.3f}")
    for name, value, share in zip(FEATURES, fitted(x, y), x.mean(0)):
        print(f"{name:12} {value:7.3f}   mean {share:.3f}")


if __name__ == "__main__":
    main()
