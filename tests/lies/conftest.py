"""Closed evidence of which much can be said falsely, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.conftest import bench_from
from tests.lies.resigning import Lie

from eenmalig.evidence.signing import Signer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench import Bench
    from tests.conftest import Template

# One stays in doubt, one is found again, one is refused, one is not delivered.
RULES = {
    "break_without_accept": {"nth": [3]},
    "accept_then_break": {"nth": [4]},
    "opted_out": {"nth": [6]},
    "undelivered": {"nth": [5]},
}


@pytest.fixture(scope="session")
def closed(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A campaign that was completed, destroyed and looked at."""
    with bench_from(template, tmp_path_factory.mktemp("closed"), {"rules": RULES}) as bench:
        bench.approve()
        bench.send()
        bench.collected()
        bench.destroy()
        assert bench.look().wrong == []
        yield bench


@pytest.fixture
def lie(closed: Bench, tmp_path: Path) -> Lie:
    return Lie(closed.evidence, closed.home.trust, Signer.load(closed.home.signing), tmp_path)
