"""One commit of a campaign's ledger: what is signed in it, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import CERTIFIED, CLOSED, LEDGER, VERIFICATIONS, read_ledger
from eenmalig.evidence.reading import KEY_REPLACED
from eenmalig.evidence.records import START, Record, chained, line_of, link, verified
from eenmalig.evidence.summary import keep_summary
from eenmalig.stores.private_files import remove_drafts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from eenmalig.domain.campaign import State
    from eenmalig.evidence.commits import Evidence
    from eenmalig.stores.changes import Changes

# What destruction mends at its last moment is told all the same: the documents are made again.
_AFTER_CERTIFIED = {"ledger_found"}


class Commit:
    """One commit of a campaign: records for its ledger, and what else changes with them."""

    def __init__(self, evidence: Evidence, changes: Changes, by: str = "") -> None:
        self._evidence = evidence
        self._campaign = evidence.folder.name
        self.changes = changes
        self._lines = changes.lines(self._campaign, LEDGER)
        self.records = chained(self._lines, evidence.keys.trust, START)
        self._tell_replaced_key(by)
        self._sign_what_waits()

    def record(
        self,
        kind: str,
        data: Mapping[str, Any],
        now: datetime,
        *,
        once: bool = False,
        once_per: Collection[str] = (),
    ) -> Record:
        """Sign and add a record; return it, or the first of its kind if ``once``.

        With ``once_per`` that is the first of its kind with the same values under these names.
        Fails when the ledger has ended.
        """
        if once or once_per:
            for record in self.records:
                if record.kind == kind and all(
                    record.data.get(name) == data.get(name) for name in once_per
                ):
                    return record
        if self.closed or (self.ended and kind not in _AFTER_CERTIFIED):
            raise EenmaligError(Code.EVIDENCE_INVALID, "the ledger has ended")
        return self._add(kind, data, now)

    def update(self, **changes: State | datetime | str | int | None) -> None:
        """Change what is known of the campaign."""
        self.changes.update(self._campaign, **changes)

    @property
    def closed(self) -> bool:
        """Whether the ledger has its end."""
        return bool(self.records) and self.records[-1].kind == CLOSED

    @property
    def ended(self) -> bool:
        """Whether the documents may have been made from it: then nothing new is told in it."""
        return any(record.kind in {CERTIFIED, CLOSED} for record in self.records)

    def close(self, data: Mapping[str, Any], now: datetime) -> None:
        """End the ledger with the digests of all documents. A second call changes nothing."""
        if not self.closed:
            remove_drafts(self._evidence.folder)
            self._add(CLOSED, {**data, "files": self._evidence.digests()}, now)

    def look(self, data: Mapping[str, Any], now: datetime) -> Record:
        """Sign and add a later look. Fails when the evidence is not closed and as it was."""
        read_ledger(self._evidence.folder, self._evidence.keys.trust)
        lines = self.changes.lines(self._campaign, VERIFICATIONS)
        before = lines[-1] if lines else self._lines[-1]
        record = self._next(len(lines), before, "verification", data, now)
        line = line_of(record, self._evidence.keys.signer)
        self.changes.add_lines(self._campaign, VERIFICATIONS, [line], len(lines))
        return record

    def summarise(self) -> None:
        """Keep, with all that this commits, what the list of campaigns shows. It comes last."""
        keep_summary(self.changes, self._campaign, self.records, self._evidence.keys.trust)

    def _tell_replaced_key(self, by: str) -> None:
        """Record, before anything else, that another key signed until here, and was lost.

        Whatever needs a key that is missing fails by itself.
        """
        if not self.records or self.closed:
            return
        keys = self._evidence.keys
        before = verified(self._lines[-1], keys.trust, len(self._lines))[1].fingerprint
        try:
            signer, drawn_at = keys.signer.fingerprint, keys.drawn_at()
        except EenmaligError:
            return
        if signer != before:
            data = {"old": before, "new": signer, "by": by, "at": drawn_at.isoformat()}
            self._add(KEY_REPLACED, data, max(drawn_at, self._last_at()))

    def _sign_what_waits(self) -> None:
        # Nothing may stand before the first record, which says whose ledger it is.
        can_follow = bool(self.records) and not self.ended
        waiting = self.changes.unsigned(self._campaign) if can_follow else []
        for record in waiting:
            if not self._holds(record.kind, record.data.get("what")):
                self._add(record.kind, record.data, max(record.at, self._last_at()))
        self.changes.now_signed(waiting)

    def _last_at(self) -> datetime:
        """Return when the last record was written: what waited for a new ledger is older."""
        return datetime.fromisoformat(self.records[-1].at)

    def _holds(self, kind: str, what: object) -> bool:
        return any((each.kind, each.data.get("what")) == (kind, what) for each in self.records)

    def _add(self, kind: str, data: Mapping[str, Any], now: datetime) -> Record:
        before = self._lines[-1] if self._lines else None
        record = self._next(len(self._lines), before, kind, data, now)
        line = line_of(record, self._evidence.keys.signer)
        self.changes.add_lines(self._campaign, LEDGER, [line], len(self._lines))
        self._lines.append(line)
        self.records.append(record)
        return record

    def _next(
        self, after: int, before: bytes | None, kind: str, data: Mapping[str, Any], now: datetime
    ) -> Record:
        return Record(
            seq=after + 1,
            prev=START if before is None else link(before),
            at=now.isoformat(timespec="milliseconds"),
            campaign=self._campaign,
            kind=kind,
            rehearsal=True,
            data=dict(data),
        )
