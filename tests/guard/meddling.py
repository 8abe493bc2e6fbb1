"""What a process meets on a bad machine, by a library that stands between it and the C library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SOURCE = Path(__file__).with_name("meddling.c")
_IMPORTS = os.pathsep.join(str(PROJECT / folder) for folder in ("include", "plugins", "."))
# What a process of the product needs of the environment that the tests run in.
_PASSED_ON = ("PATH", "HOME", "LANG")


def build_meddling(folder: Path) -> Path:
    """Compile the library into a folder; return where it stands."""
    library = folder / "meddling.so"
    command = ["cc", "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", str(library)]
    subprocess.run([*command, str(_SOURCE), "-ldl"], check=True)
    return library


def environment(
    library: Path, home: Path, connection: str | None, **meddled: str
) -> dict[str, str]:
    """Return the whole environment of a process of the product; ``ahead`` is in seconds."""
    made = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    made |= {f"MEDDLE_{name.upper()}": value for name, value in meddled.items()}
    made |= {"LD_PRELOAD": str(library), "PYTHONPATH": _IMPORTS, "EENMALIG_HOME": str(home)}
    if connection is not None:
        made["AIRFLOW_CONN_TWILIO_DEFAULT"] = connection
    return made


def command(*arguments: str) -> Sequence[str]:
    """Return how a person or cron starts the command."""
    return [sys.executable, str(Path(sys.executable).with_name("eenmalig")), *arguments]


def module(name: str, *arguments: str) -> Sequence[str]:
    """Return how a program of these tests is started."""
    return [sys.executable, "-m", name, *arguments]


def run(
    words: Sequence[str], made: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run a process to its end. Fails when that takes longer than ``seconds``."""
    return subprocess.run(
        words,
        env=made,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
    )
