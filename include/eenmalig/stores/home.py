"""Where everything stands below ``EENMALIG_HOME``: the stores and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from eenmalig.errors import Code, EenmaligError

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Home:
    """The folders of one installation. Each store is apart from the others on purpose."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return the home named by ``EENMALIG_HOME``, by default ``var/`` in the project."""
        named = os.environ.get("EENMALIG_HOME", "").strip()
        root = Path(named).resolve() if named else PROJECT / "var"
        if root.exists() and not root.is_dir():
            raise EenmaligError(Code.HOME_EMPTY, "EENMALIG_HOME names a file")
        return cls(root)

    @property
    def vault(self) -> Path:
        """Personal data at rest: one folder a campaign, the only place that holds any."""
        return self.root / "vault"

    @property
    def keys(self) -> Path:
        """The campaigns' keys, apart from the vault."""
        return self.root / "keys"

    @property
    def inventory(self) -> Path:
        """What exists and by when it must be gone."""
        return self.root / "inventory"

    @property
    def answers(self) -> Path:
        """What people answered. The one store that Airflow's API server writes."""
        return self.root / "answers"

    @property
    def outbox(self) -> Path:
        """Which mails were sent. Holds no address, and may be lost: then some are sent again."""
        return self.root / "outbox"

    @property
    def evidence(self) -> Path:
        """Signed records without recipients' data, one folder a campaign. Kept."""
        return self.root / "evidence"

    @property
    def signing(self) -> Path:
        """The private key that signs evidence; never backed up with evidence."""
        return self.root / "signing"

    @property
    def trust(self) -> Path:
        """The public keys that verification trusts."""
        return self.root / "trust"

    @property
    def handover(self) -> Path:
        """Working copies of hand-overs: ``handover/CITY/NAME/``."""
        return self.root / "handover"

    @property
    def lost(self) -> Path:
        """What was damaged and is replaced, for whoever looks into it."""
        return self.root / "lost"

    @property
    def publication(self) -> Path:
        """Texts for everybody to read, one folder a campaign: what stands there is in no record."""
        return self.root / "publication"

    @property
    def effect(self) -> Path:
        """Signed totals of what was measured afterwards, one folder a campaign. Kept."""
        return self.root / "effect"

    @property
    def staff(self) -> Path:
        """The access system's staff ids and user numbers, written by the set-up."""
        return self.root / "staff.json"

    @property
    def airflow(self) -> Path:
        """Airflow's own home: database, logs, configuration."""
        return self.root / "airflow"
