"""Tables of what was measured, with the commit that it was measured on."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Table:
    """Rows of what was tried, what came of it, and whether that is as it should be."""

    title: str
    command: str
    commit: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    failed: bool = False

    def add(self, tried: str, came_of_it: str, *, holds: bool) -> None:
        """Add a row, and print it."""
        self.rows.append((tried, came_of_it, "yes" if holds else "NO"))
        self.failed = self.failed or not holds
        sys.stdout.write(f"{'ok  ' if holds else 'FAIL'}  {tried}: {came_of_it}\n")
        sys.stdout.flush()

    def tried(self, what: str, attempt: Callable[[], str]) -> None:
        """Try something; it returns what came of it, or raises when that is not as it should be."""
        began = time.monotonic()
        try:
            came_of_it = attempt()
        except Exception as error:  # noqa: BLE001 - the next row is tried all the same
            seconds = time.monotonic() - began
            told = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            self.add(what, f"{told} after {seconds:.0f} s", holds=False)
        else:
            self.add(what, came_of_it, holds=True)

    def written(self) -> str:
        """Return the table in Markdown, with when, where and on which commit it was made."""
        head = [
            f"# {self.title}",
            "",
            (
                f"Made by `{self.command}` on {datetime.now(UTC):%Y-%m-%d}, on commit "
                f"`{self.commit}`, with {len(os.sched_getaffinity(0))} processors and "
                f"Python {platform.python_version()}."
            ),
            "",
            "| tried | came of it | holds |",
            "|---|---|---|",
        ]
        rows = [f"| {tried} | {came} | {holds} |" for tried, came, holds in self.rows]
        return "\n".join([*head, *rows]) + "\n"


def commit() -> str:
    """Return the commit of the checkout that this is, in short."""
    shown = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return shown.stdout.strip() or "none"
