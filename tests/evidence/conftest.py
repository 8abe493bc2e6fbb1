from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from eenmalig.evidence.ledger import (
    LEDGER,
    VERIFICATIONS,
    Evidence,
    head,
    read_ledger,
    read_records,
)
from eenmalig.evidence.signing import Signer, Trust

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.evidence.ledger import Record

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
        signer = Signer.load(root / "signing", root / "trust")
        self.trust = Trust(root / "trust")
        self.evidence = Evidence(self.folder, root / "locks", signer, self.trust)

    def close(self) -> None:
        """End a ledger of four records with a certificate and a report, and look once."""
        for kind in ("extracted", "sent", "destroyed"):
            self.evidence.append(kind, {"count": 12, "where": "één plaats"}, NOW)
        self.evidence.write_file("certificate.json", b'{"items":[]}\n')
        self.evidence.write_file("report.json", b'{"counts":{}}\n')
        self.evidence.close({"ending": "completed"}, NOW)
        self.evidence.append_verification({"result": {"left": []}}, NOW)

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
