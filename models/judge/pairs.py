#!/usr/bin/env python3
"""Stage 2d: contrast pairs (`data/pairs/*.jsonl`): to each scenario four or six true statements, each with a false twin of
a few other words (contrast sets, Gardner et al. 2020). The held-out scenarios are those of `creators.py`, and every twelfth
of the new ones.

Usage: pairs.py OUT_TRAIN.jsonl OUT_HELD_OUT.jsonl
"""

import collections
import json
import random
import sys

from creators import HELD_OUT, HERE, told

KINDS = ("role", "order", "condition", "quantity", "certainty", "negation", "binding", "reference", "cause", "time",
         "part", "addition", "voice", "comparison", "modality")


def main() -> None:
    draw = random.Random(13)
    train, held, counts = [], [], collections.Counter()
    for path in sorted((HERE / "data" / "pairs").glob("*.jsonl")):
        # `new-*.jsonl` bring scenarios of their own.
        own = path.stem.startswith("new-")
        scenarios = [] if own else (HERE / "data" / path.name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            at = number if own else row["at"]
            scenario = row if own else json.loads(scenarios[at - 1])
            claims = []
            for kind, true, false, label in row["pairs"]:
                if kind not in KINDS or label not in ("R", "N") or true == false:
                    raise SystemExit(f"{path.name}:{number}: `{kind}`, `{label}` is no pair")
                counts[kind] += 1
                # Which twin is which stands beside, for counting pairs told apart.
                claims += [["S", true, kind], [label, false, kind]]
            items = scenario["evidence"][:]
            whole = (at - 1) % HELD_OUT == 5
            if not whole:
                draw.shuffle(items)
            evidence = " ".join(told(item, whole or draw.random() < 0.85) for item in items)
            (held if whole else train).append(
                {"set": "pairs", "lang": scenario["lang"], "given": f"fan: {scenario['message']} {evidence}",
                 "claims": claims})
    for rows, out in zip((train, held), sys.argv[1:3]):
        with open(out, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        print(out, len(rows), "scenarios")
    print(dict(counts))


if __name__ == "__main__":
    main()
