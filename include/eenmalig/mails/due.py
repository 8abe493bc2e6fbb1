"""Which mails are due: a function of what is on record, of whom the cities name, and of the time.

Nothing is remembered between two looks but which mails were sent. So whoever looks next, in
whatever process, finds what a process that died did not send.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.endings import ending_as_read
from eenmalig.evidence.reading import FINDINGS, answers, latest
from eenmalig.evidence.trace import FOUND
from eenmalig.evidence.trace_reading import LONGEST_PAUSE, VERIFIED
from eenmalig.mails.happenings import Happening, Occasion
from eenmalig.mails.seen import TOLD_FOR

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.mails.seen import Seen, WatchedCampaign
    from eenmalig.settings.loading import City

log = logging.getLogger(__name__)

# The part of the time for something that is left when a person is reminded of it.
_LAST_PART = 4
# A destruction that takes longer is not on its way any more, or needs somebody all the same.
LONGEST_DESTRUCTION = timedelta(hours=1)
_ID_DIGITS = 32


@dataclass(frozen=True)
class Mail:
    """One mail to one address. ``id`` is the same whoever finds it due, and whenever."""

    id: str
    address: str
    city: City
    happening: Happening


@dataclass
class Due:
    """The mails that are due, and whom a city names no address for: pairs of city and receiver."""

    mails: list[Mail] = field(default_factory=list)
    nobody: set[tuple[str, str]] = field(default_factory=set)


def mails_due(
    happenings: Sequence[Happening], cities: Mapping[str, City], resting: Collection[str]
) -> Due:
    """Return who is to be told of what. ``resting`` are the ids of mails that wait or were sent.

    A city whose file cannot be read is not among ``cities``, and nobody of it is told.
    """
    due = Due()
    for happening in happenings:
        concerned = [happening.campaign.city] if happening.campaign else sorted(cities)
        for name in concerned:
            for receiver in happening.receivers:
                addresses = cities[name].mail.of(receiver) if name in cities else ()
                if not addresses:
                    due.nobody.add((name, receiver))
                for address in addresses:
                    mail = Mail(id_of(happening, address), address, cities[name], happening)
                    if mail.id not in resting:
                        due.mails.append(mail)
    # One address may serve several cities, or several parts of one.
    due.mails = list({mail.id: mail for mail in due.mails}.values())
    return due


def id_of(happening: Happening, address: str) -> str:
    """Return what a mail is known by: a digest of what happened and of who is told."""
    content = f"{happening.key}\0{address.lower()}".encode()
    return hashlib.sha256(content).hexdigest()[:_ID_DIGITS]


def happenings_of(seen: Seen, now: datetime) -> list[Happening]:
    """Return everything on record that somebody is to be told of.

    What happened more than a week ago is told no more. What is odd is told in place of what it
    would have said, and keeps nobody from hearing of anything else.
    """
    found: list[Happening] = []
    for campaign in seen.campaigns:
        try:
            found += _recent(_of_campaign(campaign, now), now)
        except Exception as error:  # noqa: BLE001 - one campaign may silence no other
            log.warning("%s: a record of it is odd (%s).", campaign.campaign.id, _kind(error))
            found += _of_campaign(replace(campaign, records=None), now)
    if not seen.is_all:
        # Told to every city: as long as it stands, none of them can begin anything.
        found.append(Happening(Occasion.FINDING, f"rows/{now:%Y-%m-%d}", now))
    try:
        found += _recent(_of_verifications(seen, now), now)
    except Exception as error:  # noqa: BLE001 - as above
        log.warning("A record of the trace is odd (%s).", _kind(error))
        found.append(Happening(Occasion.FINDING, f"trace/{now:%Y-%m-%d}", now))
    return found


def _recent(happenings: Iterable[Happening], now: datetime) -> list[Happening]:
    return [happening for happening in happenings if happening.at >= now - TOLD_FOR]


def _kind(error: Exception) -> str:
    return type(error).__name__


def _of_campaign(campaign: WatchedCampaign, now: datetime) -> Iterator[Happening]:
    """Yield what somebody is to be told of one campaign, also where its records do not hold."""
    yield from _of_time(campaign, now)
    if campaign.records is None:
        key = f"{campaign.campaign.id}/unreadable/{now:%Y-%m-%d}"
        yield Happening(Occasion.FINDING, key, now, campaign.campaign)
        return
    yield from _of_questions(campaign, campaign.records, now)
    yield from _of_records(campaign, campaign.records)


def _of_questions(
    seen: WatchedCampaign, records: Sequence[Record], now: datetime
) -> Iterator[Happening]:
    """Yield the question to each authority that has not answered it, or the reminder of it."""
    campaign = seen.campaign
    is_asking = campaign.state is State.ASKING and campaign.stopped_at is None
    if not is_asking or seen.is_over or latest(records, "gate") is not None:
        return
    signed = {answer.authority for answer in answers(records)}
    asked = {each.data["authority"]: each for each in records if each.kind == "approval_requested"}
    for authority, question in asked.items():
        at = datetime.fromisoformat(question.at)
        until = datetime.fromisoformat(question.data["answer_by"])
        given = seen.answered.get(authority)
        if authority in signed or (given is not None and given >= at) or until <= now:
            continue
        if authority not in AUTHORITIES:
            raise EenmaligError(Code.EVIDENCE_INVALID)
        is_last_part = now >= until - (until - at) / _LAST_PART
        kind = Occasion.REMINDED if is_last_part else Occasion.ASKED
        key = f"{campaign.id}/{kind}/{question.seq}"
        # A question counts from now on for as long as it waits, however long ago it was put.
        yield Happening(kind, key, now, campaign, authority, until, rehearsal=question.rehearsal)


def _of_records(seen: WatchedCampaign, records: Sequence[Record]) -> Iterator[Happening]:
    """Yield a campaign's end, and what was found on the way there."""
    campaign = seen.campaign
    rehearsal = _is_rehearsal(records)
    for record in records:
        kind = _found(record)
        if kind is not None:
            key = f"{campaign.id}/{kind}/{record.seq}"
            yield Happening(kind, key, _at(record), campaign, rehearsal=rehearsal)
    closed = latest(records, "closed")
    if closed is not None:
        yield Happening(
            Occasion.ENDED,
            f"{campaign.id}/{Occasion.ENDED}",
            _at(closed),
            campaign,
            told=_ending(records),
            rehearsal=rehearsal,
        )


def _is_rehearsal(records: Sequence[Record]) -> bool | None:
    return all(record.rehearsal for record in records) if records else None


def _ending(records: Sequence[Record]) -> dict[str, str]:
    """Return how a campaign ended, and on whose no, as codes."""
    told = {"ending": ending_as_read(records)}
    rejected = [answer for answer in answers(records) if answer.decision is Decision.REJECT]
    withdrawn = latest(records, "withdrawn")
    if withdrawn is not None:
        told["authority"] = withdrawn.data["authority"]
    elif rejected:
        told["authority"] = rejected[0].authority
        told["reason"] = str(rejected[0].reason or "none")
    sent = latest(records, "sent")
    if sent is not None and sent.data["ended_early"]:
        told["ended_early"] = sent.data["ended_early"]
    return told


def _of_time(seen: WatchedCampaign, now: datetime) -> Iterator[Happening]:
    """Yield that a campaign's deadline is near, or that it should be gone and is not."""
    campaign, today = seen.campaign, f"{now:%Y-%m-%d}"
    if not campaign.open:
        return
    records = seen.records or []
    deadline, began = campaign.deadline, latest(records, "destruction_began")
    rehearsal = _is_rehearsal(records)
    stuck = began is not None and now >= _at(began) + LONGEST_DESTRUCTION
    if now >= deadline or stuck:
        key = f"{campaign.id}/{Occasion.NOT_DESTROYED}/{today}"
        kind = Occasion.NOT_DESTROYED
        yield Happening(kind, key, now, campaign, until=deadline, rehearsal=rehearsal)
    elif now >= deadline - (deadline - campaign.taken_in_at) / _LAST_PART:
        key = f"{campaign.id}/{Occasion.DEADLINE_NEAR}"
        kind = Occasion.DEADLINE_NEAR
        yield Happening(kind, key, now, campaign, until=deadline, rehearsal=rehearsal)


def _of_verifications(seen: Seen, now: datetime) -> Iterator[Happening]:
    """Yield what verifications found, and that none ended for too long."""
    for record in seen.trace:
        if record.kind == FOUND or (record.kind == VERIFIED and record.data["findings"]):
            yield Happening(Occasion.FINDING, f"{Occasion.FINDING}/{record.seq}", _at(record))
    ended = [_at(record) for record in seen.trace if record.kind == VERIFIED]
    since = max(ended, default=seen.first_at)
    if since is not None and now - since > LONGEST_PAUSE:
        key = f"{Occasion.NOT_VERIFIED}/{now:%Y-%m-%d}"
        yield Happening(Occasion.NOT_VERIFIED, key, now, until=since)


def _found(record: Record) -> Occasion | None:
    """Return what a record is about that somebody must look into, if it is about that."""
    if record.kind in FINDINGS:
        return Occasion.FINDING
    if record.kind != "scanned":
        return None
    places = record.data["places"]
    if any(place["hits"] for place in places):
        return Occasion.LEAK
    is_blind = record.data["ran"] and not all(place["control_found"] for place in places)
    return Occasion.FINDING if is_blind or record.data["why"] == "failed" else None


def _at(record: Record) -> datetime:
    return datetime.fromisoformat(record.at)
