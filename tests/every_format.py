"""One hand-over with an export of every format that is read, from the builders of the formats."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import yaml
from tests.fuzz.database_exports import AND_ITS_WAL
from tests.fuzz.exports import exports

if TYPE_CHECKING:
    from pathlib import Path

_DATABASES = {
    *("android", "ios", "whatsapp", "signal", "signal_ios", "signal_desktop", "telegram"),
    "google_messages",
}
# The builders label their contacts with all that is set aside, so a person decided about it.
_DECIDED = dict.fromkeys(
    ("family", "care", "lawyer", "work", "business", "deleted", "group", "contacts"), "all"
)


def write(folder: Path, *, city: str, case_reference: str) -> list[str]:
    """Write the hand-over; return the format of each of its sources."""
    folder.mkdir(parents=True, mode=0o700)
    sources: list[dict[str, Any]] = []
    formats = []
    for name in exports():
        # Drawn anew for each, so that every format brings recipients of its own.
        held = exports()[name]
        for position, content in enumerate(held):
            database, _, beside = content.partition(AND_ITS_WAL)
            entry = _entry(folder, f"{name}-{position}", database) | {"format": name}
            if name in _DATABASES:
                wal = [_entry(folder, f"{name}-{position}-wal", beside)] if beside else []
                entry["companions"] = wal
            decided = {"kind": "customer_list", "device": "dealer_phone", "also_text": {**_DECIDED}}
            sources.append({**entry, **decided})
            formats.append(name)
    declared = {
        "city": city,
        "case_reference": case_reference,
        "criterion": "Wie in het toestel stond.",
        "legal_basis": {"public_prosecutor": "OM-2026-17", "examining_magistrate": "RC-2026-42"},
        "sources": sources,
    }
    (folder / "handover.yaml").write_text(yaml.safe_dump(declared, sort_keys=False))
    return formats


def _entry(folder: Path, name: str, content: bytes) -> dict[str, Any]:
    (folder / name).write_bytes(content)
    return {"file": name, "sha256": hashlib.sha256(content).hexdigest()}
