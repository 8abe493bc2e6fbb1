"""The places that are kept when a campaign is gone, and in which no number may stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig.cleartext.leak_scan.leak_search import files_below
from eenmalig.stores.control_files import is_control

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.stores.home import Home

LOGS, DATABASE = "airflow_logs", "airflow_database"
_DATABASE_FILE = "airflow.db"
_BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class KeptPlace:
    """One place: a folder, or only the database in it. ``holds_database`` says how it is tried."""

    name: str
    folder: Path
    holds_database: bool
    only: tuple[str, ...] | None = None

    def files(self, skip: Callable[[OSError], None]) -> Iterator[Path]:
        """Yield its plain files but for controls, whoever planted them.

        What cannot be listed or looked at is told to ``skip``, and passed over.
        """
        only = [self.folder / name for name in self.only or ()]
        for place in only or [self.folder]:
            for path in files_below(place, skip):
                if not is_control(path.name):
                    yield path


def kept_places(home: Home) -> list[KeptPlace]:
    """Return every place that is there and can be read from here."""
    stores = (
        KeptPlace("evidence", home.evidence, holds_database=False),
        KeptPlace("inventory", home.inventory, holds_database=True),
        KeptPlace("answers", home.answers, holds_database=True),
        KeptPlace("outbox", home.outbox, holds_database=True),
        KeptPlace("publication", home.publication, holds_database=False),
        KeptPlace("effect", home.effect, holds_database=False),
        KeptPlace("lost", home.lost, holds_database=True),
    )
    places = [place for place in stores if place.folder.is_dir()]
    airflow = _airflow(home)
    logs = Path(os.environ.get("AIRFLOW__LOGGING__BASE_LOG_FOLDER") or airflow / "logs")
    if logs.is_dir():
        places.append(KeptPlace(LOGS, logs, holds_database=False))
    if (airflow / _DATABASE_FILE).is_file():
        files = tuple(f"{_DATABASE_FILE}{end}" for end in _BESIDE_DATABASE)
        places.append(KeptPlace(DATABASE, airflow, holds_database=True, only=files))
    return places


def not_covered(places: list[KeptPlace]) -> list[str]:
    """Return what of Airflow cannot be read from here, such as a database on another machine."""
    return [name for name in (LOGS, DATABASE) if name not in {place.name for place in places}]


def _airflow(home: Home) -> Path:
    """Return Airflow's own home: what its tasks are told, or ours."""
    return Path(os.environ.get("AIRFLOW_HOME") or home.airflow)
