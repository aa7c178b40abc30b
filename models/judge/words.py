#!/usr/bin/env python3
"""Stage 0: which words must keep their pieces: the frequent words of English, French and Spanish.

Usage: words.py FOLDER          writes FOLDER/words/{en,fr,es}.txt (frequency lists of the package `wordfreq`)
"""

import pathlib
import sys

import wordfreq

COUNT, CAPITALISED = 150_000, 60_000


def main() -> None:
    folder = pathlib.Path(sys.argv[1]) / "words"
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("en", "fr", "es"):
        words = wordfreq.top_n_list(language, COUNT, wordlist="large")
        words = [word for word in words if all(ord(sign) < 0x250 or sign == "’" for sign in word)]
        words += [word.capitalize() for word in words[:CAPITALISED]]
        (folder / f"{language}.txt").write_text("\n".join(words), encoding="utf-8")


main()
