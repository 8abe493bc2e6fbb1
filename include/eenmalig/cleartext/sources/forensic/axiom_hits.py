"""One hit of a Magnet AXIOM export: which of its fragments hold telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers.splitting import split
from eenmalig.cleartext.sources.conversation import is_group
from eenmalig.cleartext.sources.forensic.mobile_network import country_of
from eenmalig.cleartext.sources.forensic.number_names import says_own
from eenmalig.cleartext.sources.forensic.record_names import (
    is_of_owner,
    is_passed_on,
    is_text_message,
    lists_people,
    says_country,
    says_draft,
    says_yes,
    tells_of_contact,
    tells_outgoing,
)
from eenmalig.cleartext.sources.values import Beside, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import (
    Service,
    number_in,
    parties_in,
    service_of,
    without_name,
)
from eenmalig.cleartext.sources.words.labels import (
    holds_long_digits,
    mentions_telephone,
    says_telephone,
)
from eenmalig.cleartext.sources.words.moments import for_people
from eenmalig.cleartext.sources.words.network_names import names_network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element as Element

# Other programs have call logs too, with ids of their own.
_OF_TELEPHONY = re.compile(
    r"(?:(?:android|apple|ios|iphone|samsung|huawei|native|phone)[ -]*)*call logs?\b.*"
    r"|.*\b[SM]MS\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PARTY = re.compile(
    r"(?:last )?(?:sender|recipient|receiver|partner|participant|caller|callee|from|to)s?(?:\(s\))?"
    r"|remote(?: party)?|other party|dial+ed|called"
    r"|participant information|contact id|user id|local user"
    r"|afzender|beller|ontvangers?(?:\(s\))?|deelnemers?(?:\(s\))?|gebelde|van|aan",
    re.IGNORECASE,
)
_SENDER = re.compile(r"(?:last )?(?:sender|caller)|from|afzender|beller|van", re.IGNORECASE)
_RECEIVER = re.compile(
    r"(?:recipient|receiver|callee|ontvanger|gebelde)s?(?:\(s\))?|to|aan|dial+ed|called",
    re.IGNORECASE,
)
# What stands behind a party's name where its number has a fragment of its own.
_OF_PARTY = re.compile(
    r"(?<=\S)\s*\b(?:(?:tele)?phone |mobile |telefoon)?(?:number|nummer)s?(?:\(s\))?$",
    re.IGNORECASE,
)
# The number of somebody of whom its name does not tell which party it is.
_PLAIN = re.compile(r"(?:contact(?:persoon)? ?)?(?:number|nummer)s?(?:\(s\))?", re.IGNORECASE)
_FOLDER = re.compile(r"(?:message )?(?:folder|box|map)(?: name)?", re.IGNORECASE)
_DIRECTION = re.compile(
    r"(?:message |call )?(?:direction|type)|message status|richting", re.IGNORECASE
)
_NAMES = re.compile(
    r"(?:display|first|last|middle|contact|full|partner)? ?name(?:\(s\))?"
    r"|(?:nickname|organi[sz]ation|company|job title|title|department|group)(?:s|\(s\))?",
    re.IGNORECASE,
)
_LOCAL_USER = re.compile(r"(?:local user|lokale gebruiker)\b", re.IGNORECASE)
_NUMBER = re.compile(r"num(?:ber|mer)s?|\bnrs?\b|\bno\b|msisdn", re.IGNORECASE)
_OTHER_TIMES = re.compile(r"creat|modif|birth|expir", re.IGNORECASE)
_RECOVERY = frozenset({"recovery method"})
_DELETED = frozenset({"deleted", "is deleted", "deleted status", "deleted/carved", "verwijderd"})
_STATUS = frozenset({"status", "message status"})
_BETWEEN_PARTIES = re.compile(r"[;\r\n]+|(?<=>),")
_BETWEEN_ANY = re.compile(r"[;,\r\n]+")


class _Number(NamedTuple):
    """A number as a fragment holds it, the name beside it, and whether it is a party's.

    ``passed_on`` says that its fragment is about a contact rather than a party, ``own_side`` that
    it is a party on the telephone's side of a call or message.
    """

    text: str
    kind: FieldKind
    owner: bool
    name: str
    party: bool
    passed_on: bool = False
    own_side: bool = False

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


def values(hit: Element, row: int) -> list[RawValue]:
    """Return the numbers of one hit, the ``row``-th of its export."""
    artifact = _artifact(hit)
    named = (
        (fragment, (fragment.get("name") or "").strip())
        for fragment in hit.iterchildren("{*}Fragment")
    )
    fragments = [
        (name, (fragment.text or "").strip()) for fragment, name in named if _is_wanted(name)
    ]
    numbers = _of_hit(artifact, fragments)
    if not numbers:
        return []
    owner = is_of_owner(artifact)
    label = " ".join(value for name, value in fragments if _NAMES.fullmatch(name))
    draft = any(_is_state(name) and says_draft(value) for name, value in fragments)
    parties = {text for number in numbers if number.party for text in split(number.text)}
    # A side with several, and the other one: also where that one is not told.
    several = any(number.own_side and not number.owner for number in numbers)
    apart = is_text_message(artifact) and _tells_outgoing(fragments) is True
    group = is_group(parties, several=several, apart=apart)
    # Where nobody else is named, the contact is who called or wrote.
    of_parties = any(value and _is_party(name) for name, value in fragments)
    contact = draft or tells_of_contact(artifact, by_party=of_parties)
    last_used = None if draft else _last_used(artifact, fragments)
    deleted = any(_says_gone(name, value) for name, value in fragments)
    beside = _beside(artifact, fragments)
    return [
        RawValue(
            number.text,
            number.kind,
            owner=owner or number.owner,
            locator=Locator(None, row, position),
            label=f"{label} {number.name}".strip(),
            last_used=last_used,
            deleted=deleted,
            group=group,
            contact=(contact or (of_parties and number.passed_on)) and not (owner or number.owner),
            beside=beside,
        )
        for position, number in enumerate(numbers, start=1)
    ]


def _of_hit(artifact: str, fragments: list[tuple[str, str]]) -> list[_Number]:
    """Return the numbers of a hit; of several on the telephone's side nobody knows which is it."""
    own = _own_side(fragments)
    numbers = [number for pair in fragments for number in _numbers(artifact, *pair, own)]
    mine = {text for number in numbers if number.own_side for text in split(number.text)}
    alone = len(mine) == 1
    return [
        number._replace(owner=number.owner or (alone and number.own_side)) for number in numbers
    ]


def _last_used(artifact: str, fragments: list[tuple[str, str]]) -> datetime | None:
    of_contact = lists_people(artifact)
    times = (
        for_people(value) for name, value in fragments if _is_last_used(name, of_contact=of_contact)
    )
    return max((time for time in times if time is not None), default=None)


def _artifact(hit: Element) -> str:
    names = (artifact.get("name") or "" for artifact in hit.iterancestors("{*}Artifact"))
    return next(names, "")


def _is_wanted(name: str) -> bool:
    """Return whether a fragment is looked at: texts of messages and all else never are."""
    if _may_hold_number(name) or _is_time(name) or _is_about_recovery(name) or _is_state(name):
        return True
    known = any(pattern.fullmatch(name) for pattern in (_PLAIN, _NAMES))
    return known or _is_party(name) or says_country(name)


def _is_party(name: str) -> bool:
    return _PARTY.fullmatch(_party(name)) is not None


def _party(name: str) -> str:
    """Return what a fragment calls a party, without that it is the party's number."""
    return _OF_PARTY.sub("", name)


def _is_state(name: str) -> bool:
    """Return whether a fragment tells a direction, a folder or what became of a message."""
    told = _DIRECTION.fullmatch(name) or _FOLDER.fullmatch(name)
    return told is not None or name.casefold() in _STATUS


def _may_hold_number(name: str) -> bool:
    if says_telephone(name):
        return True
    told = says_own(name) or is_passed_on(name)
    return told and mentions_telephone(name) and _NUMBER.search(name) is not None


def _is_of_telephony(artifact: str) -> bool:
    if _OF_TELEPHONY.fullmatch(artifact.strip()) is not None:
        return True
    return names_network(artifact) and not lists_people(artifact)


def _beside(artifact: str, fragments: list[tuple[str, str]]) -> Beside | None:
    """Return what a hit says of the country: the network's of a call, the number's elsewhere."""
    said = " / ".join(value for name, value in fragments if value and says_country(name))
    if not said:
        return None
    of_telephony = _is_of_telephony(artifact)
    return Beside(dialled_in=country_of(said)) if of_telephony else Beside(country=said)


def _numbers(
    artifact: str, fragment: str, value: str, own: re.Pattern[str] | None
) -> Iterator[_Number]:
    named = _party(fragment)
    own_side = bool(own and own.fullmatch(named))
    if _may_hold_number(fragment):
        owner = says_own(fragment)
        # A contact's own fragment in a message is somebody whom the message only tells of.
        passed_on = not owner and is_passed_on(fragment)
        if value or not (owner or passed_on or own_side):
            yield _Number(
                value, FieldKind.PHONE, owner, "", _is_party(fragment), passed_on, own_side
            )
        return
    if not (_is_party(fragment) or _PLAIN.fullmatch(fragment)):
        return
    of_telephony = _is_of_telephony(artifact)
    service = Service.TELEPHONE if of_telephony else service_of(artifact)
    of_owner = is_of_owner(artifact) or _LOCAL_USER.fullmatch(named) is not None
    for party in _parties(value, service):
        address, name = without_name(party.strip(" ,"))
        owner = of_owner or any(_LOCAL_USER.match(text.strip()) for text in (party, name))
        # Of the owner's own numbers one too many is harmless, and one too few is not.
        sure = owner or own_side or of_telephony
        other = service is Service.OTHER
        text = number_in(address, Service.BY_NUMBER if (owner or own_side) and other else service)
        kind = FieldKind.PHONE if sure else FieldKind.UNLABELLED
        passed_on = not owner and is_passed_on(named) and _PLAIN.fullmatch(fragment) is not None
        # The owner of a telephone often stands there without a number, which tells nothing.
        if text is not None and (not (owner or own_side) or holds_long_digits(text)):
            yield _Number(
                text, kind, owner, name, party=not passed_on, passed_on=passed_on, own_side=own_side
            )


def _parties(value: str, service: Service) -> list[str]:
    """Return the parties of one value, apart where their names, or the owner's, stand with them."""
    if "<" in value:
        return _BETWEEN_PARTIES.split(value)
    parts = _BETWEEN_ANY.split(value)
    return (
        parts
        if any(_LOCAL_USER.match(part.strip()) for part in parts)
        else parties_in(value, service)
    )


def _own_side(fragments: list[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return what names the side of the seized telephone, where the direction is told."""
    outgoing = _tells_outgoing(fragments)
    return None if outgoing is None else _SENDER if outgoing else _RECEIVER


def _tells_outgoing(fragments: list[tuple[str, str]]) -> bool | None:
    return tells_outgoing(value for name, value in fragments if _DIRECTION.fullmatch(name))


def _is_time(name: str) -> bool:
    return "date/time" in name.casefold()


def _is_last_used(name: str, *, of_contact: bool) -> bool:
    """Return whether this is when somebody was last in touch; a contact has other moments."""
    if not _is_time(name):
        return False
    return "contacted" in name.casefold() if of_contact else not _OTHER_TIMES.search(name)


def _is_about_recovery(name: str) -> bool:
    return name.casefold() in _RECOVERY | _DELETED | _STATUS


def _says_gone(name: str, value: str) -> bool:
    if name.casefold() in _DELETED:
        return says_yes(value)
    if name.casefold() in _STATUS:
        return "deleted" in value.casefold()
    return name.casefold() in _RECOVERY and "carv" in value.casefold()
