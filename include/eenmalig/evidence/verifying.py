"""Checking evidence offline: chain, signatures, counts, approvals and certificate.

It needs the evidence folder and the trusted public keys, nothing else: no Airflow, no inventory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence import rules_1, rules_2
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS, head, read_ledger, read_records
from eenmalig.evidence.reading import ending_of, given_up, latest
from eenmalig.evidence.signing import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    from eenmalig.evidence.records import Record

_RULES: Mapping[int, ModuleType] = {1: rules_1, 2: rules_2}


@dataclass(frozen=True)
class Verdict:
    """What held. It exists only when everything did.

    ``provider`` is what the last look saw there: "absent", "not_proved" when messages stayed in
    doubt, "not_looked" when nobody could. ``in_time`` is whether destruction met the deadline,
    ``given_up`` what a person gave up: it is not destroyed, or nobody can prove it.
    """

    campaign: str
    ending: str
    records: int
    looks: int
    provider: str
    last_look_at: str
    in_time: bool
    fingerprint: str
    outcomes: Mapping[str, int] | None
    given_up: Sequence[str]


def verify_evidence(folder: Path, trust_folder: Path) -> Verdict:
    """Check one campaign's evidence; return the verdict.

    ``fingerprint`` is the SHA-256 of the ledger's last line, hex: two copies of the same evidence
    share it. Fails with the first thing that does not hold.
    """
    trust = Trust(trust_folder)
    try:
        records = read_ledger(folder, trust)
        looks = _looks(folder, trust)
        certificate = _rules(records[0]).check(folder, records, looks)
    except (KeyError, TypeError, ValueError, OSError):
        raise EenmaligError(
            Code.EVIDENCE_INVALID, "a record or file lacks what it must hold"
        ) from None
    outcomes = latest(records, "outcomes")
    return Verdict(
        campaign=records[0].campaign,
        ending=ending_of(records),
        records=len(records),
        looks=len(looks),
        provider=looks[-1].data["result"]["provider"],
        last_look_at=looks[-1].at,
        in_time=_moment(certificate["destroyed_at"]) <= _moment(certificate["deadline"]),
        fingerprint=head(folder / LEDGER),
        outcomes=outcomes.data["outcomes"] if outcomes else None,
        given_up=sorted(given_up(records)),
    )


def _looks(folder: Path, trust: Trust) -> list[Record]:
    """Return the later looks. Fails without one: nobody but the destroyer would have looked."""
    path = folder / VERIFICATIONS
    looks = read_records(path, trust, head(folder / LEDGER)) if path.is_file() else []
    if not looks:
        raise EenmaligError(
            Code.EVIDENCE_INVALID,
            "nobody but the destroyer has looked yet: run the DAG destruction_verification "
            "(as admin), then verify again",
        )
    if looks[-1].data["result"]["left"]:
        raise EenmaligError(
            Code.EVIDENCE_INVALID,
            "the last look found something left: see the log of destruction_verification",
        )
    return looks


def _rules(first: Record) -> ModuleType:
    """Return the rules of a ledger's format: the first bore no number, later ones say it first."""
    number = first.data.get("format", 1)
    if number not in _RULES:
        raise EenmaligError(
            Code.EVIDENCE_INVALID, "it is of a later format: use the program that wrote it"
        )
    return _RULES[number]


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
