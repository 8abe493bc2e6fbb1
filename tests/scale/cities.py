"""A copy of the project with more cities, so that many campaigns run with its own DAGs.

The copy's code is what then runs: the project knows one folder of cities, its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ("eenstad", "tweestad", "driestad", "vierstad", "vijfstad")
_PARTS = ("dags", "include", "plugins")
_PARTS_BESIDE = ("tests",)


def copy_with_cities(folder: Path) -> Path:
    """Copy the project to ``folder`` with :data:`CITIES` instead of its own; return the copy."""
    for part in (*_PARTS, *_PARTS_BESIDE):
        shutil.copytree(PROJECT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    campaigns = folder / "include" / "campaigns"
    text = (campaigns / "lelystad.yaml").read_text(encoding="utf-8")
    for file in campaigns.glob("*.yaml"):
        file.unlink()
    for city in CITIES:
        own = text.replace("lelystad", city).replace("Lelystad", city.title())
        (campaigns / f"{city}.yaml").write_text(own, encoding="utf-8")
    return folder


def run_there(folder: Path, module: str, *arguments: str) -> int:
    """Run a module of the copy with the copy's own code; return its exit code."""
    paths = [folder / "include", folder / "plugins", folder]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=folder, env=environment, check=False
    )
    return done.returncode
