from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from eenmalig.steps.install import install
from eenmalig.stores.home import Home
from rehearsal import numbers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation in which nothing has happened yet."""
    made = Home(tmp_path / "home")
    install(made, "tests")
    return made


@pytest.fixture
def mobile() -> str:
    """A mobile that stands in no hand-over."""
    return next(numbers.mobiles(SystemRandom()))
