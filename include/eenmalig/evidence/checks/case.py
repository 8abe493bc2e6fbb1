"""One campaign's evidence as the checks see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eenmalig.evidence.reading import given_up, is_journal_lost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Record


@dataclass(frozen=True)
class Case:
    """The records of a closed ledger, the later looks, and its documents where these are whole.

    ``dossier`` is the one that the ledger names, without its digest; empty where there is none.
    """

    records: Sequence[Record]
    looks: Sequence[Record]
    dossier: Mapping[str, Any]
    documents: Mapping[str, bytes]

    def all(self, kind: str) -> list[Record]:
        """Return the records of a kind, in order."""
        return [record for record in self.records if record.kind == kind]

    def last(self, kind: str) -> Record | None:
        """Return the last record of a kind, if there is one."""
        records = self.all(kind)
        return records[-1] if records else None

    @cached_property
    def journal_was_lost(self) -> bool:
        """Whether nobody could read any more what was sent."""
        return is_journal_lost(self.records)

    @cached_property
    def begun_anew(self) -> bool:
        """Whether a person gave up a ledger that did not hold: then this one knows little."""
        return "evidence" in self.given_up

    @cached_property
    def given_up(self) -> set[str]:
        """What a person gave up."""
        return given_up(self.records)


def at(record: Record) -> datetime:
    """Return when a record was written."""
    return datetime.fromisoformat(record.at)


def moment(record: Record, name: str) -> datetime:
    """Return a moment that a record holds."""
    return datetime.fromisoformat(record.data[name])


def told(record: Record) -> str:
    """Return how a finding names a record."""
    return f"record {record.seq} ({record.kind})"
