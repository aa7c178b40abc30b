#!/usr/bin/env python3
"""Stage 2: rows of the public training sets as examples, several claims beside one evidence.

An example is one JSON object a line: `given` (what is given), `claims` (pairs of a label and a text) and
`set`. Labels: S supported, R refuted, N neither, U not supported (the set does not say which), O nothing to check.

Usage: prepare.py TRAIN_FOLDER OUT.jsonl         TRAIN_FOLDER holds SET.jsonl.gz: evidence, claim, label
"""

import collections
import gzip
import hashlib
import json
import pathlib
import re
import sys

# Rows of each set at most, chosen by a hash of their text: long and grounded ones first, plain entailment
# last. Left out: taxinli, begin and dnc_factuality, whose terms were not read; what is tokenised is mended.
ROWS = {
    "cg2c": 1200, "expertqa": 700, "citint": 1600, "scifact": 700, "factcheckgpt": 1000, "fm2": 1169,
    "faithdial_audit": 1957, "scitail": 1000, "infotabs": 2500, "mnli": 7000, "snli": 1500, "cad": 2500,
    "conjnli": 1500, "fever": 4000, "wikires": 1500, "help": 600,
}
MOST = 900  # letters of an evidence; longer rows are left out
LABEL = {"supported": "S", "refuted": "R", "neutral": "N", "not_supported": "U"}


def mended(text: str) -> str:
    """Tokenised text as people write it."""
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("-LSB-", "[").replace("-RSB-", "]")
    text = text.replace("``", '"').replace("''", '"')
    text = re.sub(r"\s+([.,;:!?%)\]'’])", r"\1", re.sub(r"([(\[])\s+", r"\1", text))
    return re.sub(r"\s+(n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", re.sub(r"\s+", " ", text)).strip()


def drawn(folder: pathlib.Path, name: str, count: int):
    """`count` rows of a set, the same ones each time."""
    rows = []
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if len(row["evidence"]) <= MOST and 8 <= len(row["claim"]) <= 400:
                rows.append((hashlib.sha256(row["evidence"].encode()).hexdigest(), row))
    rows.sort(key=lambda pair: pair[0])
    return [row for _, row in rows[:count]]


def main() -> None:
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    seen = collections.Counter()
    with out.open("w", encoding="utf-8") as file:
        for name, count in ROWS.items():
            grouped = collections.OrderedDict()
            for row in drawn(folder, name, count):
                claims = grouped.setdefault(mended(row["evidence"]), [])
                claims.append((LABEL[row["label"]], mended(row["claim"])))
                seen[name, LABEL[row["label"]]] += 1
            for given, claims in grouped.items():
                for start in range(0, len(claims), 8):
                    example = {"set": name, "given": given, "claims": claims[start:start + 8]}
                    file.write(json.dumps(example, ensure_ascii=False) + "\n")
    for (name, label), number in sorted(seen.items()):
        print(name, label, number)


main()
