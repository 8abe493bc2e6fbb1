"""What the installation's own chain of verifications tells of one campaign, read offline.

A record ``verification_began`` says that one began, a record ``verified`` that it ended. The latter
names only the campaigns of which something changed: the state that all before it lead to says what
it looked at, and its digest shows that nobody left any out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.records import START, chained, checked, link, split
from eenmalig.evidence.signing import Trust

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record

TRACE = VERIFICATIONS
# No campaign can be called so: a campaign's id ends in a date and four letters.
INSTALLATION = "installation"
BEGAN, VERIFIED = "verification_began", "verified"
# One a day, and half a day for a machine that was busy or restarted.
LONGEST_PAUSE = timedelta(hours=36)


@dataclass(frozen=True)
class Gap:
    """A time in which no verification that ended looked at a campaign. ISO 8601."""

    after: str
    until: str


@dataclass(frozen=True)
class Traced:
    """What the trace tells of one campaign since it was closed.

    ``there`` is whether there is a trace at all: without one nothing of this can be told.
    ``begins_at`` is when the trace begins, ``last_at`` when the last verification ended that looked
    at the campaign, ``verifications`` how many did. ``not_ended`` is when those began that did not
    end: they were stopped, or are under way.
    """

    there: bool
    begins_at: str | None = None
    last_at: str | None = None
    verifications: int = 0
    gaps: Sequence[Gap] = ()
    not_ended: Sequence[str] = ()


def tell_trace(folder: Path, trust_folder: Path, trace: Path | None = None) -> Traced:
    """Return what the trace tells of the campaign whose evidence is in ``folder``.

    ``trace`` is by default the file beside the folder. Fails when the trace does not hold, and when
    it saw a later look that the folder lacks.
    """
    path = trace or folder.parent / TRACE
    if trace is None and not path.is_file():
        return Traced(there=False)
    trust = Trust(trust_folder)
    try:
        records = read_trace(path, trust)
        closed, last, looks = _ends(folder, trust)
        return _told(records, closed, last.at, looks)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OSError):
        raise _invalid("it cannot be read") from None


def _ends(folder: Path, trust: Trust) -> tuple[Record, Record, set[str]]:
    """Return a campaign's last record, its last look if there is one, and all looks' digests."""
    looks = folder / VERIFICATIONS
    try:
        closed = checked(split((folder / LEDGER).read_bytes())[-1], trust, 0)
        lines = split(looks.read_bytes()) if looks.is_file() else []
        last = checked(lines[-1], trust, len(lines)) if lines else closed
    except (EenmaligError, IndexError, OSError):
        raise _invalid("it cannot be held against evidence that does not hold") from None
    return closed, last, {link(line) for line in lines}


def read_trace(path: Path, trust: Trust) -> list[Record]:
    """Return the records of a trace, each checked. One that is being written is left out."""
    try:
        records = chained(split(path.read_bytes()), trust, START)
    except EenmaligError as error:
        raise _invalid(*error.mistakes) from None
    if not all(is_of_trace(record) for record in records):
        raise _invalid("it is no trace of an installation")
    return records


def is_of_trace(record: Record) -> bool:
    """Whether a record is one of a trace, and not of a campaign."""
    return record.campaign == INSTALLATION


def follow(state: dict[str, str], verified: Mapping[str, Any]) -> None:
    """Bring a state from before a verification to what that verification saw.

    A state holds each campaign that was looked at, and the digest of its last later look.
    """
    state.update(verified["changed"])
    for campaign in verified["no_more"]:
        del state[campaign]


def _told(records: Sequence[Record], closed: Record, last: str, looks: set[str]) -> Traced:
    """Return what the records tell; ``last`` is when the campaign was last signed to be gone."""
    if not records:
        return Traced(there=True)
    covered = []
    for record, state in _verified(records):
        seen = state.get(closed.campaign)
        if seen is None:
            continue
        if seen not in looks:
            raise _invalid("it saw a later look that is missing here")
        covered.append(record.at)
    begun = max(closed.at, records[0].at, key=_moment)
    moments = [begun, *covered, max(begun, last, records[-1].at, key=_moment)]
    return Traced(
        there=True,
        begins_at=records[0].at,
        last_at=covered[-1] if covered else None,
        verifications=len(covered),
        gaps=[
            Gap(after, until)
            for after, until in pairwise(moments)
            if _moment(until) - _moment(after) > LONGEST_PAUSE
        ],
        not_ended=[at for at in _not_ended(records) if _moment(at) >= _moment(closed.at)],
    )


def _verified(records: Sequence[Record]) -> Iterator[tuple[Record, Mapping[str, str]]]:
    """Yield each verification that ended, with what it saw. Fails where a record contradicts."""
    state: dict[str, str] = {}
    for record in records:
        if record.kind == VERIFIED:
            follow(state, record.data)
            if (len(state), digest(state)) != (record.data["looked_at"], record.data["state"]):
                raise _invalid(f"record {record.seq} does not follow from those before it")
            yield record, state


def _not_ended(records: Sequence[Record]) -> list[str]:
    ended = {record.data["began"] for record in records if record.kind == VERIFIED}
    return [each.at for each in records if each.kind == BEGAN and each.seq not in ended]


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def _invalid(*mistakes: str) -> EenmaligError:
    return EenmaligError(
        Code.EVIDENCE_INVALID, *(f"the trace of verifications: {each}" for each in mistakes)
    )
