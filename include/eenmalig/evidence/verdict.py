"""What verification says of evidence that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.evidence.reading import (
    KEY_REPLACED,
    ending_of,
    findings,
    format_of,
    given_up,
    latest,
    of_kind,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Chain, Record


@dataclass(frozen=True)
class Verdict:
    """What held. It exists only when everything did, by the rules of its ``format``.

    ``provider`` is what the last look saw there: "absent", "not_proved" when messages stayed in
    doubt, "not_looked" when nobody could. ``in_time`` is whether destruction met the deadline,
    ``days_looked`` how many days after it the last look was that changed anything.
    ``not_provable`` counts messages of which nobody can prove that the provider deleted them,
    ``late_deleted`` those that turned up after destruction. ``findings`` counts what destruction
    found to be cut, changed or lost; ``given_up`` is what a person gave up: it is not destroyed, or
    nobody can prove it. ``key`` signed the ledger to its end; ``replaced_keys`` tells of each that
    signed before it, by which other it was replaced, by whom and when. ``fingerprint`` is the
    SHA-256 of the ledger's last line, hex: two copies of the same evidence share it.
    """

    campaign: str
    format: int
    ending: str
    records: int
    looks: int
    provider: str
    last_look_at: str
    days_looked: int
    in_time: bool
    outcomes: Mapping[str, int] | None
    listing: Mapping[str, int] | None
    not_provable: int
    late_deleted: int
    findings: int
    given_up: Sequence[str]
    key: str
    key_kind: str
    replaced_keys: Sequence[Mapping[str, Any]]
    fingerprint: str


def verdict_on(ledger: Chain, looks: Chain, certificate: Mapping[str, Any]) -> Verdict:
    """Return the verdict on evidence of which everything holds."""
    records = ledger.records
    outcomes, last = latest(records, "outcomes"), looks.records[-1]
    key = ledger.keys[-1]
    return Verdict(
        campaign=records[0].campaign,
        format=format_of(records) or 0,
        ending=ending_of(records),
        records=len(records),
        looks=len(looks.records),
        provider=last.data["result"]["provider"],
        last_look_at=last.at,
        days_looked=max(0, (_moment(last.at) - _moment(certificate["destroyed_at"])).days),
        in_time=_moment(certificate["destroyed_at"]) <= _moment(certificate["deadline"]),
        outcomes=outcomes.data["outcomes"] if outcomes else None,
        listing=outcomes.data.get("listing") if outcomes else None,
        not_provable=sum(record.data.get("not_provable", 0) for record in _destroyed(records)),
        late_deleted=last.data["result"].get("late_deleted") or 0,
        findings=len(findings(records)),
        given_up=sorted(given_up(records)),
        key=key.fingerprint,
        key_kind=key.kind,
        replaced_keys=[dict(change.data) for change in of_kind(records, KEY_REPLACED)],
        fingerprint=ledger.head,
    )


def _destroyed(records: Sequence[Record]) -> Sequence[Record]:
    return [record for record in records if record.kind == "destroyed"]


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
