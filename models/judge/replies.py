#!/usr/bin/env python3
"""Stage 2c: whole replies to our scenarios (`data/replies/*.jsonl`), cut into claims by the program that will use the judge
(without evidence at hand: a sentence that stands in the evidence as it is would stay whole, and is never judged).

Each reply marks in double brackets what nothing carries. A claim that holds such a part is not supported; every other
claim is fit to be sent: supported, or nothing to check (which of the two nobody said). A claim that merely touches
such a part is left out. `data/kinds/*.jsonl` holds clauses with the kinds of statement that they make about the sender; each is
read beside its message, half of them beside the evidence of some scenario too. The held-out scenarios are those of
`creators.py`, and every twelfth line of kinds.

Usage: replies.py GROUNDWIRE_BINARY OUT_TRAIN.jsonl OUT_HELD_OUT.jsonl KINDS_TRAIN.jsonl KINDS_HELD_OUT.jsonl
"""

import collections
import json
import pathlib
import random
import re
import subprocess
import sys

from creators import HELD_OUT, HERE, told

WRONG = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def unmarked(reply: str):
    """The reply without its brackets, and where the wrong parts stand in it, in bytes."""
    plain, spans, at = b"", [], 0
    for found in WRONG.finditer(reply):
        plain += reply[at:found.start()].encode()
        part = found.group(1).encode()
        spans.append((len(plain), len(plain) + len(part)))
        plain += part
        at = found.end()
    return (plain + reply[at:].encode()).decode(), spans


def label(start: int, end: int, wrong: list) -> str:
    """U (not supported), P (fit to be sent) or nothing."""
    shared = [(min(end, b) - max(start, a), b - a) for a, b in wrong]
    if any(both > 0 and (both >= 0.5 * size or both >= 0.5 * (end - start)) for both, size in shared):
        return "U"
    return "" if any(both > 0 for both, _ in shared) else "P"


def claims_of(binary: str, lines: list) -> list:
    """The claims of each reply as the program cuts them: (start, end, text)."""
    asked = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    run = subprocess.run([binary, "check", "--jsonl", "-", "--json"], input=asked, capture_output=True, text=True,
                         env={"GROUNDWIRE_JUDGE": "baseline", "PATH": "", "HOME": str(pathlib.Path.home())}, check=False)
    found = {}
    for line in run.stdout.splitlines():
        report = json.loads(line)
        found[report["id"]] = [(c["start"], c["end"], c["text"]) for c in report["claims"]]
    missing = [line["id"] for line in lines if line["id"] not in found]
    if missing:
        raise SystemExit(f"{binary} did not cut {', '.join(missing[:5])}: {run.stderr.strip()}")
    return [found[line["id"]] for line in lines]


def main() -> None:
    binary, *outs = sys.argv[1:6]
    draw = random.Random(12)
    train, held, every = [], [], []
    for path in sorted((HERE / "data" / "replies").glob("*.jsonl")):
        name = re.sub(r"-[ab]$", "", path.stem)
        scenarios = (HERE / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            scenario = json.loads(scenarios[row["at"] - 1])
            texts = [unmarked(reply) for reply in row["replies"]]
            asked = [{"id": f"{path.stem}-{row['at']}-{n}", "message": scenario["message"], "reply": text,
                      "evidence": [], "creator": {"name": "X"}} for n, (text, _) in enumerate(texts)]
            every.append((scenario, row["at"] - 1, texts, asked))
    cut = iter(claims_of(binary, [line for *_, asked in every for line in asked]))
    given_by_language = {}
    for scenario, at, texts, asked in every:
        claims = []
        for (_, wrong), found in zip(texts, (next(cut) for _ in asked)):
            claims += [(label(start, end, wrong), text) for start, end, text in found if re.search(r"\w", text)]
        claims = [list(claim) for claim in claims if claim[0]]
        items = scenario["evidence"][:]
        whole = at % HELD_OUT == 5
        if not whole:
            draw.shuffle(items)
            draw.shuffle(claims)
        evidence = " ".join(told(item, whole or draw.random() < 0.85) for item in items)
        given_by_language.setdefault(scenario["lang"], []).append(evidence)
        example = {"set": "replies", "lang": scenario["lang"], "given": f"fan: {scenario['message']} {evidence}",
                   "claims": claims}
        (held if whole else train).append(example)
    kinds_train, kinds_held = [], []
    for path in sorted((HERE / "data" / "kinds").glob("*.jsonl")):
        language = path.stem[:2]
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            beside = draw.choice(given_by_language[language]) if draw.random() < 0.5 else ""
            given = (f"fan: {row['m']} " if row["m"].strip() else "") + beside
            example = {"set": "kinds", "lang": language, "given": given, "claims": [["-", row["t"], row["k"]]]}
            (kinds_held if at % HELD_OUT == 5 else kinds_train).append(example)
    for rows, out in zip((train, held, kinds_train, kinds_held), outs):
        with open(out, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        print(out, len(rows), "examples", dict(collections.Counter(claim[0] for row in rows for claim in row["claims"])))


main()
