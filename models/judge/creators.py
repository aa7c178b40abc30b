#!/usr/bin/env python3
"""Stage 2b: our own creators' scenarios (`data/*.jsonl`, written by model helpers for this) as examples.

What is given is written as the program writes it (`src/verify/premise.rs`): `fan: MESSAGE`, then each item with who
says it and when. In the first statements of these scenarios what is supported shares few words with the evidence and
what is not shares many, on purpose; a model that reads those alone learns the opposite of the old trap. So a second
round of statements (`data/more/`) turns it round, and each scenario is also given a sentence of the creator's, whole,
shortened or joined with the next (supported), one that another voice says of itself (not the creator's), and three statements
of another scenario (nothing speaks of those). Some scenarios are read once more without any evidence, some with the
message of another one, whose answers nothing carries: a question is no evidence. Every twelfth
scenario is held out, with both rounds and nothing else.

Usage: creators.py OUT_TRAIN.jsonl OUT_HELD_OUT.jsonl [--first-round]
"""

import collections
import json
import pathlib
import random
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
HELD_OUT = 12
SEED = 11
BARE = 0.12  # share of scenarios that are also read without evidence
SWAPPED = 0.35  # share that are also read with the message of another


def told(item: dict, dated: bool) -> str:
    """An item as the judge reads it."""
    by = item.get("by", "creator")
    who = "me" if by == "creator" else by.partition(" ")[2] or "someone"
    when = f", {item['date']}" if dated and item.get("date") else ""
    return f"{who}{when}: {item['text']}"


FIRST_PERSON = re.compile(r"\b(I|my|me|je|j'|j’|mon|ma|mes|yo|mi|mis|me)\b", re.IGNORECASE)


SECOND_PERSON = re.compile(r"\b(you|your|yours|tu|te|toi|ton|ta|tes|t'|vous|votre|vos|ti|tú|tus|usted|su|os|vuestr[ao]s?)\b",
                           re.IGNORECASE)


def sentences(item: dict) -> list:
    """Whole sentences of an item, not too short and not too long."""
    found = re.split(r"(?<=[.!?])\s+", item["text"].strip())
    return [text for text in found if 20 <= len(text) <= 220 and "?" not in text]


OPENERS = {"en": ("Yes, ", "Well, ", "Oh, ", "Honestly, ", "Ha, "), "fr": ("Oui, ", "Eh bien, ", "Alors, ", "Ah, "),
           "es": ("Sí, ", "Pues ", "Ay, ", "La verdad, ", "Mira, ")}
CLOSERS = ("!", " 😊", "!", " :)", " 🙂")


def spoken(text: str, language: str, draw: random.Random) -> str:
    """A sentence as a reply would have it: with an opener or a closer, now and then."""
    if draw.random() < 0.3:
        first = text[0].lower() if text[1:2].islower() and not text.startswith("I ") else text[0]
        text = draw.choice(OPENERS[language]) + first + text[1:]
    if draw.random() < 0.25 and text.endswith("."):
        text = text[:-1] + draw.choice(CLOSERS)
    return text


def as_they_stand(row: dict, draw: random.Random) -> list:
    """Sentences of the evidence as claims in the creator's name: whole, shortened, two joined."""
    language = row["lang"]
    own = [sentences(item) for item in row["evidence"] if item.get("by", "creator") == "creator"]
    others = [text for item in row["evidence"] if item.get("by", "creator") != "creator" for text in sentences(item)]
    others = [text for text in others if FIRST_PERSON.search(text)]
    every = [text for texts in own for text in texts]
    cut = [text.split(", ")[0].split("; ")[0].split(" : ")[0].rstrip(".") + "." for text in every]
    cut = [short for short, text in zip(cut, every) if len(short.split()) >= 5 and short != text]
    pairs = [(a, b) for texts in own for a, b in zip(texts, texts[1:]) if len(a) + len(b) < 260]
    link = {"en": ", and ", "fr": ", et ", "es": " y "}[language]
    joined = [a.rstrip(".!") + draw.choice((link, "; ", ". ")) + (b[0].lower() + b[1:] if b[1:2].islower() else b)
              for a, b in pairs]
    # One of the three, in turn by lot.
    kinds = [kind for kind in (every, every, cut, joined) if kind]
    found = [spoken(draw.choice(draw.choice(kinds)), language, draw)] if kinds else []
    wrong = [("N", text) for text in draw.sample(others, min(1, len(others)))]
    return [("S", text) for text in found] + wrong


def second_round() -> dict:
    """Further statements by file and line."""
    found = {}
    for path in sorted((HERE / "data" / "more").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[path.name, row["at"]] = row["claims"]
    return found


def main() -> None:
    draw = random.Random(SEED)
    train, held = [], []
    more = {} if "--first-round" in sys.argv else second_round()
    for path in sorted((HERE / "data").glob("*.jsonl")):
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            row["claims"] += more.get((path.name, at + 1), [])
            for label, text in row["claims"]:
                if label not in "SRNO" or not text.strip():
                    raise SystemExit(f"{path.name}:{at + 1}: `{label}` is no label")
            (held if at % HELD_OUT == 5 else train).append(row)
    by_language = collections.defaultdict(list)
    for row in train:
        by_language[row["lang"]].append(row)
    for rows, out, whole in ((train, sys.argv[1], False), (held, sys.argv[2], True)):
        counts = collections.Counter()
        with open(out, "w", encoding="utf-8") as file:
            for row in rows:
                items = row["evidence"][:]
                if not whole:
                    draw.shuffle(items)
                message = f"fan: {row['message']} "
                dated = whole or draw.random() < 0.85
                given = message + " ".join(told(item, dated) for item in items)
                claims = list(row["claims"])
                if not whole:
                    other = draw.choice(by_language[row["lang"]])
                    if other is not row:
                        foreign = [c for c in other["claims"] if c[0] != "O"]
                        claims += [("N", text) for _, text in draw.sample(foreign, 3)]
                    if row.get("evidence_lang", row["lang"]) == row["lang"]:
                        claims += as_they_stand(row, draw)
                    draw.shuffle(claims)
                counts.update(label for label, _ in claims)
                file.write(json.dumps({"set": "creators", "lang": row["lang"], "given": given, "claims": claims},
                                      ensure_ascii=False) + "\n")
                if not whole and draw.random() < SWAPPED and other is not row:
                    asked = f"fan: {other['message']} " + " ".join(told(item, dated) for item in items)
                    # What would answer the question is not so because it was asked.
                    answers = [("N", text) for label, text in other["claims"]
                               if label != "O" and FIRST_PERSON.search(text) and not SECOND_PERSON.search(text)]
                    told_of = [c for c in row["claims"] if not SECOND_PERSON.search(c[1])]
                    picked = draw.sample(answers, min(5, len(answers))) + draw.sample(told_of, min(5, len(told_of)))
                    draw.shuffle(picked)
                    file.write(json.dumps({"set": "swapped", "lang": row["lang"], "given": asked, "claims": picked},
                                          ensure_ascii=False) + "\n")
                if not whole and draw.random() < BARE:
                    bare = [("O" if label == "O" else "N", text) for label, text in draw.sample(row["claims"], 6)]
                    file.write(json.dumps({"set": "bare", "lang": row["lang"], "given": message, "claims": bare},
                                          ensure_ascii=False) + "\n")
        print(out, len(rows), "scenarios", dict(counts))


if __name__ == "__main__":
    main()
