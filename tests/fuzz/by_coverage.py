"""A program: ``python -m tests.fuzz.by_coverage READER SECONDS``, with atheris (libFuzzer).

It changes bytes and keeps what reaches code that nothing reached before. Where atheris does not
install, bytes are changed by chance alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import random
import sys
import tempfile
import time
from pathlib import Path

_LONGEST_INPUT = 256 * 1024
LONGEST_SECONDS, MOST_MEGABYTES = 10, 500


def main(name: str, seconds: int) -> None:
    """Read changed exports until the time is over, and end with an error at the first failure."""
    if importlib.util.find_spec("atheris") is None:
        sys.stdout.write("atheris is not installed: bytes are changed by chance\n")
        _by_chance(name, seconds)
        return
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["eenmalig.cleartext.sources"]):
        importlib.import_module("eenmalig.cleartext.sources")
    from tests.fuzz.exports import exports  # noqa: PLC0415 - not before its code is instrumented

    # Atheris ends the process itself, so this folder is left to who started the program.
    held = Path(tempfile.mkdtemp())
    corpus, folder = held / "corpus", held / "read"
    corpus.mkdir()
    folder.mkdir()
    for position, content in enumerate(exports()[name]):
        (corpus / f"{position}").write_bytes(content)
    arguments = {
        "max_total_time": seconds,
        "timeout": LONGEST_SECONDS,
        "rss_limit_mb": MOST_MEGABYTES,
        "max_len": _LONGEST_INPUT,
        "exact_artifact_path": Path(__file__).parent / "found" / f"{name}-bytes.bin",
        "print_final_stats": 1,
        "verbosity": 0,
    }
    options = [f"-{key}={value}" for key, value in arguments.items()]
    atheris.Setup(
        [sys.argv[0], *options, str(corpus)], lambda content: _once(content, name, folder)
    )
    atheris.Fuzz()


def _once(content: bytes, name: str, folder: Path) -> None:
    from tests.fuzz.surviving import check_memory, read_hostile  # noqa: PLC0415 - as above

    read_hostile(content, name, folder)
    check_memory()


def _by_chance(name: str, seconds: int) -> None:
    from tests.fuzz.exports import exports  # noqa: PLC0415 - as with atheris
    from tests.fuzz.surviving import check_memory, read_hostile  # noqa: PLC0415 - as with atheris

    chance, seeds = random.Random(), exports()[name]
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:
            content = bytearray(chance.choice(seeds))
            for _ in range(chance.randint(1, 16)):
                at = chance.randrange(len(content))
                content[at : at + chance.choice([0, 1, 1, 4])] = chance.randbytes(
                    chance.choice([0, 1, 1, 4])
                )
            read_hostile(bytes(content), name, Path(folder))
            check_memory()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
