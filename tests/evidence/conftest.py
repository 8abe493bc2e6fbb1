from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.campaign import Campaign, State
from eenmalig.evidence.commits import Evidence
from eenmalig.evidence.ledger import (
    LEDGER,
    VERIFICATIONS,
    head,
    read_ledger,
    read_records,
)
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eenmalig.evidence.agreement import Copy
    from eenmalig.evidence.records import Record

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
CAMPAIGN = "lelystad-2026-05-01-abcd"


class Installation:
    """One installation that writes evidence of a campaign, and anybody who checks it."""

    now = NOW

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "evidence" / CAMPAIGN
        self.ledger = self.folder / LEDGER
        self.looks = self.folder / VERIFICATIONS
        home = Home(root)
        if not home.inventory.exists():
            install(home, "tests")
        self.stores = Stores(home)
        self.inventory = self.stores.inventory
        self.trust = self.stores.trust
        self.evidence = self.stores.evidence(CAMPAIGN)

    def again(self) -> Evidence:
        """The same evidence, as another process opens it."""
        return Stores(self.stores.home).evidence(CAMPAIGN)

    def take_in(self) -> None:
        """Take the campaign in that the evidence is of."""
        taken_in = Campaign(
            id=CAMPAIGN,
            run="run",
            city="lelystad",
            case_reference="PL-2026-0001",
            handover="eerste",
            requested_by="data-team-lelystad",
            gateway_host="127.0.0.1",
            gateway_account="0123456789abcdef",
            taken_in_at=NOW,
            deadline=NOW + timedelta(hours=24),
            state=State.EXTRACTING,
        )
        with self.inventory.changing() as changes:
            changes.take_in(taken_in)

    def append(self, kind: str, data: Mapping[str, Any], at: datetime, **once: Any) -> Record:
        """Commit one record by itself."""
        with self.evidence.commit() as commit:
            return commit.record(kind, data, at, **once)

    def close(self) -> None:
        """End a ledger of four records with a certificate and a report, and look once."""
        for kind in ("extracted", "sent", "destroyed"):
            self.append(kind, {"count": 12, "where": "één plaats"}, NOW)
        self.evidence.write_file("certificate.json", b'{"items":[]}\n')
        self.evidence.write_file("report.json", b'{"counts":{}}\n')
        self.end({"ending": "completed"})
        self.look({"result": {"left": []}}, NOW)

    def end(self, data: Mapping[str, Any]) -> None:
        """Commit the end of the ledger."""
        with self.evidence.commit() as commit:
            commit.close(data, NOW)

    def committed(self, file: str = LEDGER) -> list[bytes]:
        """Return the lines that the inventory holds."""
        with self.inventory.reading() as look:
            return look.lines(CAMPAIGN, file)

    @contextmanager
    def dying_before_the_copy(self) -> Iterator[None]:
        """Have whoever commits in this block die before its copy is made."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Evidence, "bring_up_to_date", lambda _: None)
            yield

    def look(self, data: Mapping[str, Any], at: datetime) -> Record:
        """Commit one later look."""
        with self.evidence.commit() as commit:
            return commit.look(data, at)

    def verify(self, looks: Mapping[str, str] | None = None, at: datetime = NOW) -> Copy:
        """Leave a verification in the trace that looked at what is closed, or at ``looks``."""
        trace = self.stores.trace
        began, found = trace.begin(at)
        seen = {CAMPAIGN: head(self.looks)} if looks is None else looks
        trace.end(began, seen, {"findings": 0}, at)
        return found

    def check(self) -> list[Record]:
        """Check everything as somebody who has only the folder and the trusted keys."""
        records = read_ledger(self.folder, self.trust)
        return records + read_records(self.looks, self.trust, head(self.ledger))


@pytest.fixture
def ours(tmp_path: Path) -> Installation:
    """An installation with nothing on record yet."""
    return Installation(tmp_path / "ours")


@pytest.fixture
def theirs(tmp_path: Path) -> Installation:
    """Another installation, whose key we do not trust."""
    return Installation(tmp_path / "theirs")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A closed campaign for a whole module: who changes it puts it back."""
    made = Installation(tmp_path_factory.mktemp("closed"))
    made.close()
    return made
