"""The trace that verifications leave: one chain of signed records for the whole installation.

It stands beside the campaigns' folders, so that a copy of all evidence takes it along. Like a
ledger its lines are committed in the inventory, and the file is a copy that is held against them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import digest
from eenmalig.evidence.agreement import Copy, compare, complete
from eenmalig.evidence.records import START, Record, chained, leading, line_of, link, split
from eenmalig.evidence.trace_reading import (
    BEGAN,
    INSTALLATION,
    TRACE,
    VERIFIED,
    follow,
    is_of_trace,
)
from eenmalig.stores.private_files import AS_THE_UMASK_SAYS, remove_drafts, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from eenmalig.evidence.evidence_keys import EvidenceKeys
    from eenmalig.stores.changes import Changes
    from eenmalig.stores.inventory import Inventory

FOUND = "trace_found"
_AS_IT_SHOULD = (Copy.WHOLE, Copy.BEHIND)


def is_trace(path: Path) -> bool:
    """Whether something that stands among the campaigns' folders is the trace, or its draft."""
    is_draft = path.name.startswith(f".{TRACE}.") and path.name.endswith(".new")
    return path.name == TRACE or is_draft


class Trace:
    """The trace of one installation."""

    def __init__(self, evidence: Path, inventory: Inventory, keys: EvidenceKeys) -> None:
        self.path = evidence / TRACE
        self._inventory = inventory
        self._keys = keys

    def begin(self, now: datetime) -> tuple[Record, Copy]:
        """Record that a verification began; return the record, and what the file was until then.

        A file that is not the copy that it should be is made so, and a record says what was found:
        the committed lines stand, what is signed and goes on from them is taken over. Fails when
        nothing can be signed, and with ``OSError`` when the file cannot be written.
        """
        with self._inventory.changing() as changes:
            found = self._mend(changes, now)
            record = self._add(changes, BEGAN, {}, now)
        self._bring_up_to_date(anew=found not in _AS_IT_SHOULD)
        return record, found

    def end(
        self, began: Record, looks: Mapping[str, str], told: Mapping[str, Any], now: datetime
    ) -> tuple[Record, Copy]:
        """Record that a verification ended; return as ``begin`` does.

        ``looks`` holds each campaign that was looked at, and the digest of its last later look;
        ``told`` is what else the record says.
        """
        with self._inventory.changing() as changes:
            found = self._mend(changes, now)
            before = self._state(changes)
            changed = {name: look for name, look in looks.items() if before.get(name) != look}
            data = {
                **told,
                "began": began.seq,
                "looked_at": len(looks),
                "state": digest(looks),
                "changed": changed,
                "unchanged": len(looks) - len(changed),
                "no_more": sorted(set(before) - set(looks)),
            }
            record = self._add(changes, VERIFIED, data, now)
            changes.note_looks(looks, now)
        self._bring_up_to_date(anew=found not in _AS_IT_SHOULD)
        return record, found

    def take_over(self) -> None:
        """Commit the lines of a file of which nothing is committed, if all of it holds.

        An inventory that was made anew knows nothing of it.
        """
        lines = split(self._content())
        with self._inventory.reading() as look:
            if look.lines(INSTALLATION, TRACE) or not lines:
                return
        with self._inventory.changing() as changes:
            if changes.lines(INSTALLATION, TRACE):
                return
            if len(self._leading(lines, START, 0)) == len(lines):
                changes.add_lines(INSTALLATION, TRACE, lines, 0)
                changes.set_copied(INSTALLATION, TRACE, len(lines))

    def records(self) -> list[Record]:
        """Return the committed records, each checked."""
        with self._inventory.reading() as look:
            return chained(look.lines(INSTALLATION, TRACE), self._keys.trust, START)

    def _mend(self, changes: Changes, now: datetime) -> Copy:
        lines, content = changes.lines(INSTALLATION, TRACE), self._content()
        found = compare(lines, changes.copied(INSTALLATION, TRACE), content)
        if found in _AS_IT_SHOULD:
            return found
        further = split(content)[len(lines) :] if found is Copy.LONGER else []
        start = link(lines[-1]) if lines else START
        adopted = further[: len(self._leading(further, start, len(lines)))]
        changes.add_lines(INSTALLATION, TRACE, adopted, len(lines))
        data = {
            "found": str(found),
            "lines_in_file": len(split(content)),
            "lines_on_record": len(lines),
            "taken_over": len(adopted),
        }
        self._add(changes, FOUND, data, now)
        return found

    def _leading(self, lines: list[bytes], start: str, after: int) -> list[Record]:
        """Return the records of the first lines that hold, unless they are a campaign's."""
        records = leading(lines, self._keys.trust, start, after)
        return records if all(is_of_trace(record) for record in records) else []

    def _state(self, changes: Changes) -> dict[str, str]:
        state: dict[str, str] = {}
        for record in chained(changes.lines(INSTALLATION, TRACE), self._keys.trust, START):
            if record.kind == VERIFIED:
                follow(state, record.data)
        return state

    def _add(self, changes: Changes, kind: str, data: Mapping[str, Any], now: datetime) -> Record:
        lines = changes.lines(INSTALLATION, TRACE)
        record = Record(
            seq=len(lines) + 1,
            prev=link(lines[-1]) if lines else START,
            at=now.isoformat(timespec="milliseconds"),
            campaign=INSTALLATION,
            kind=kind,
            rehearsal=True,
            data=dict(data),
        )
        line = line_of(record, self._keys.signer)
        changes.add_lines(INSTALLATION, TRACE, [line], len(lines))
        return record

    def _bring_up_to_date(self, *, anew: bool) -> None:
        """Let the file hold every committed line, synced; write it ``anew`` where it was not ours.

        One that is changed just now is left to the next verification, which tells it.
        """
        with self._inventory.changing() as changes:
            lines = changes.lines(INSTALLATION, TRACE)
            if anew:
                remove_drafts(self.path.parent)
                write_whole(self.path, b"".join(line + b"\n" for line in lines), AS_THE_UMASK_SAYS)
            elif compare(lines, changes.copied(INSTALLATION, TRACE), self._content()) in (
                _AS_IT_SHOULD
            ):
                complete(self.path, lines)
            else:
                return
            changes.set_copied(INSTALLATION, TRACE, len(lines))

    def _content(self) -> bytes:
        return self.path.read_bytes() if self.path.is_file() else b""
