"""What the installation's own chain of verifications tells of one campaign, read offline.

A record ``verification_began`` says that one began, a record ``verified`` that it ended. The latter
names only the campaigns of which something changed: the state that all before it lead to says what
it looked at, and its digest shows that nobody left any out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.reading import of_kind
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


def read_trace(path: Path, trust: Trust) -> Sequence[Record]:
    """Return the records of a trace, each checked. One that is being written is left out.

    Fails when it does not hold; where a record lacks what it must hold, as that does.
    """
    return _held(path.read_bytes(), trust)


# It grows for ever, and pages read it at each look. What is remembered is known by every byte, so
# that nothing which was changed since can pass for it, whatever its file's size and times say.
@lru_cache(maxsize=1)
def _held(content: bytes, trust: Trust) -> Sequence[Record]:
    try:
        records = chained(split(content), trust, START)
    except EenmaligError as error:
        raise _invalid(*error.mistakes) from None
    if not all(is_of_trace(record) for record in records):
        raise _invalid("it is no trace of an installation")
    _require_following(records)
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
    for record, seen in _seen(records, closed.campaign):
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


def _seen(records: Sequence[Record], campaign: str) -> Iterator[tuple[Record, str]]:
    """Yield each verification that looked at a campaign, and the later look that it saw."""
    seen: str | None = None
    for record in of_kind(records, VERIFIED):
        seen = record.data["changed"].get(campaign, seen)
        if campaign in record.data["no_more"]:
            seen = None
        if seen is not None:
            yield record, seen


def _require_following(records: Sequence[Record]) -> None:
    """Fail where a record contradicts those before it."""
    state: dict[str, str] = {}
    for record in of_kind(records, VERIFIED):
        follow(state, record.data)
        if (len(state), digest(state)) != (record.data["looked_at"], record.data["state"]):
            raise _invalid(f"record {record.seq} does not follow from those before it")


def _not_ended(records: Sequence[Record]) -> list[str]:
    ended = {record.data["began"] for record in of_kind(records, VERIFIED)}
    return [each.at for each in of_kind(records, BEGAN) if each.seq not in ended]


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def _invalid(*mistakes: str) -> EenmaligError:
    return EenmaligError(
        Code.EVIDENCE_INVALID, *(f"the trace of verifications: {each}" for each in mistakes)
    )
