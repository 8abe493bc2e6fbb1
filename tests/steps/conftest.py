from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from eenmalig.steps.handover_check import check_handover
from eenmalig.steps.handover_init import init_handover
from eenmalig.steps.install import install
from eenmalig.stores.home import Home
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.domain.counting import Tally

    Written = Callable[[bytes], Tally]

_ANSWERS = {
    "kind: FILL_IN": "kind: ordering_messages",
    "device: FILL_IN": "device: dealer_phone",
    ": FILL_IN": ": x",
}


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


@pytest.fixture
def people() -> list[str]:
    drawn = numbers.mobiles(SystemRandom())
    return [next(drawn) for _ in range(3)]


@pytest.fixture
def counted(tmp_path: Path) -> Written:
    """Have one export declared for the case team, and counted."""

    def counted(content: bytes) -> Tally:
        (tmp_path / "export").write_bytes(content)
        init_handover(tmp_path, "lelystad")
        declared = tmp_path / "handover.yaml"
        text = declared.read_text()
        for asked, answer in _ANSWERS.items():
            text = text.replace(asked, answer)
        declared.write_text(text)
        (tried,) = check_handover(tmp_path).tried
        assert tried.tally is not None
        return tried.tally

    return counted
