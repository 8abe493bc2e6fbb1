"""One installation, and the campaign of one run of any city in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.bench import CITY, HANDOVER, STAFF, Bench

from eenmalig.domain.approvals import Decision
from eenmalig.steps.approval import answered
from eenmalig.steps.extract import extract
from eenmalig.steps.install import install
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from pathlib import Path

OTHER_CITY = "utrecht"
_NAMES = ("data-team", "police", "municipality", "prosecutor")
_STAFF = dict(STAFF) | {f"{name}-{OTHER_CITY}": 50 + n for n, name in enumerate(_NAMES)}


@dataclass
class CityBench(Bench):
    """One installation, and the campaign of one run of any city in it."""

    city: str = CITY

    def extract(self, handover: str = HANDOVER) -> str:
        form = {"handover": handover}
        return extract(self.stores, self.run, self.city, form, self.settings)

    def give(self, authority: str) -> None:
        """Take an approval in, and do not sign it yet."""
        staff = f"{authority.removeprefix('public_')}-{self.city}"
        given = GivenAnswer(
            authority, str(_STAFF[staff]), staff, Decision.APPROVE, datetime.now(UTC)
        )
        take_answer(self.home, self.stores.answers, self.campaign.run, given)

    def answer(
        self, authority: str, decision: Decision = Decision.APPROVE, **other: str | datetime
    ) -> None:
        del decision, other
        self.give(authority)
        self.sign(authority)

    def sign(self, authority: str) -> None:
        """Sign what was taken in."""
        assert answered(self.stores, self.run, authority)


def installed(root: Path) -> Home:
    """Install, with the staff of both cities."""
    root.mkdir(mode=0o700)
    home = Home(root)
    staff = {name: {"user_id": number, "active": True} for name, number in _STAFF.items()}
    home.staff.write_text(json.dumps(staff))
    install(home, "tests")
    return home
