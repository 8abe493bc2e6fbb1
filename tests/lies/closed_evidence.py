"""Closed evidence of which much can be said falsely."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.conftest import bench_from

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Template

    from eenmalig.stores.home import Home


class Closed(NamedTuple):
    """Where the evidence of a closed campaign stands, and in which home."""

    evidence: Path
    home: Home


# One stays in doubt, one is found again, one is refused, one is not delivered.
_RULES = {
    "break_without_accept": {"nth": [3]},
    "accept_then_break": {"nth": [4]},
    "opted_out": {"nth": [6]},
    "undelivered": {"nth": [5]},
}


def make_closed(template: Template, folder: Path) -> Closed:
    """Complete, destroy and look at a campaign. Its gateway is gone again."""
    folder.mkdir(exist_ok=True)
    with bench_from(template, folder, {"rules": _RULES}) as bench:
        bench.approve()
        bench.send()
        bench.collected()
        bench.destroy()
        assert bench.look().wrong == []
        return Closed(bench.evidence, bench.home)
