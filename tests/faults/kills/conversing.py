"""Programs of this project that are asked line by line, and answer each with one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORTS = os.pathsep.join(str(PROJECT / folder) for folder in (".", "include", "plugins"))


class Program:
    """A module that runs as a program of its own."""

    def __init__(
        self, module: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env={**os.environ, **(environment or {}), "PYTHONPATH": _IMPORTS},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, line: str) -> str:
        """Say a line; return what is answered."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self.heard()

    def heard(self) -> str:
        """Return the next line that is said. Fails when the program has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"it ended with {self._process.wait()}"
        return line.strip()

    def stop(self) -> None:
        """Let it end."""
        self._process.communicate()
