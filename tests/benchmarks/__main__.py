"""A program: ``python -m tests.benchmarks [NAME ...]``, each benchmark in a process of its own.

Prints a line ``name: value`` for each figure. Ends with an error when a benchmark failed: a result
was wrong, or slower than promised. Nothing is read where a gateway of another machine is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.benchmarks import (
    campaigns_listed,
    delimited,
    exclusions,
    leak_scan,
    memory,
    normalize,
    ufed,
    xlsx,
)

from eenmalig.domain.gateway_settings import parse_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BENCHMARKS: dict[str, Callable[[], Iterator[tuple[str, float]]]] = {
    "normalize": normalize.normalize,
    "ufed": ufed.figures,
    "xlsx": xlsx.figures,
    "csv": delimited.figures,
    "exclusions": exclusions.figures,
    "leak_scan": leak_scan.figures,
    "memory": memory.figures,
    "campaigns_page": campaigns_listed.figures,
}

_CONNECTION = "AIRFLOW_CONN_TWILIO_DEFAULT"
_ONE = "--here"


def main(arguments: list[str]) -> int:
    """Return 0 when every benchmark that was asked for, or every one, held."""
    gateway = os.environ.get(_CONNECTION, "").strip()
    if gateway:
        parse_connection(gateway).require_loopback()
    if arguments[:1] == [_ONE]:
        for name, value in BENCHMARKS[arguments[1]]():
            shown = str(value) if isinstance(value, int) else f"{value:.2f}"
            sys.stdout.write(f"{name}: {shown}\n")
            sys.stdout.flush()
        return 0
    command = [sys.executable, "-m", "tests.benchmarks", _ONE]
    ended = [subprocess.run([*command, name], check=False) for name in arguments or BENCHMARKS]
    return int(any(each.returncode for each in ended))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
