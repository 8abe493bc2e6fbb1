"""Closed evidence of which much can be said falsely, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.conftest import bench_from
from tests.lies.resigning import Lie

from eenmalig.evidence.signing import Signer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Template

    from eenmalig.stores.home import Home


class Closed(NamedTuple):
    """Where the evidence of a closed campaign stands, and in which home."""

    evidence: Path
    home: Home


# One stays in doubt, one is found again, one is refused, one is not delivered.
RULES = {
    "break_without_accept": {"nth": [3]},
    "accept_then_break": {"nth": [4]},
    "opted_out": {"nth": [6]},
    "undelivered": {"nth": [5]},
}


@pytest.fixture(scope="session")
def closed(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Closed:
    """A campaign that was completed, destroyed and looked at. Its gateway is gone again."""
    with bench_from(template, tmp_path_factory.mktemp("closed"), {"rules": RULES}) as bench:
        bench.approve()
        bench.send()
        bench.collected()
        bench.destroy()
        assert bench.look().wrong == []
        return Closed(bench.evidence, bench.home)


@pytest.fixture
def lie(closed: Closed, tmp_path: Path) -> Lie:
    signer = Signer.load(closed.home.signing)
    return Lie(closed.evidence, closed.home.trust, signer, tmp_path)
