"""One hit of a Magnet AXIOM export: which of its fragments hold telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.forensic.mobile_network import country_of
from eenmalig.cleartext.sources.forensic.number_names import says_own
from eenmalig.cleartext.sources.forensic.record_names import (
    is_passed_on,
    lists_people,
    says_country,
)
from eenmalig.cleartext.sources.values import (
    FEWEST_IN_GROUP,
    Beside,
    FieldKind,
    Locator,
    RawValue,
)
from eenmalig.cleartext.sources.words.identifiers import (
    Service,
    number_in,
    service_of,
    without_name,
)
from eenmalig.cleartext.sources.words.labels import (
    holds_long_digits,
    mentions_telephone,
    says_telephone,
)
from eenmalig.cleartext.sources.words.moments import for_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

# What describes the telephone itself, or an account on it.
_OWN = re.compile(
    r"accounts?(?: information)?\b|device information|sim card (?:activity|phone numbers|msisdn)",
    re.IGNORECASE,
)
# Other programs have call logs too, with ids of their own.
_OF_TELEPHONY = re.compile(
    r"(?:(?:android|apple|ios|iphone|samsung|huawei|native|phone)[ -]*)*call logs?\b.*"
    r"|.*\b[SM]MS\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PARTY = re.compile(
    r"(?:last )?(?:sender|recipient|receiver|partner|participant|caller|callee|from|to)s?(?:\(s\))?"
    r"|participant information|contact id|user id|local user"
    r"|afzender|beller|ontvangers?(?:\(s\))?|deelnemers?(?:\(s\))?|gebelde|van|aan",
    re.IGNORECASE,
)
_SENDER = re.compile(r"(?:last )?(?:sender|caller)|from|afzender|beller|van", re.IGNORECASE)
_RECEIVER = re.compile(
    r"(?:recipient|receiver|callee|ontvanger|gebelde)s?(?:\(s\))?|to|aan", re.IGNORECASE
)
_DIRECTION = re.compile(
    r"(?:message |call )?(?:direction|type)|message status|richting", re.IGNORECASE
)
_NAMES = re.compile(
    r"(?:display|first|last|middle|contact|full|partner)? ?name(?:\(s\))?"
    r"|(?:nickname|organi[sz]ation|company|job title|title|department|group)(?:s|\(s\))?",
    re.IGNORECASE,
)
_OUTGOING = frozenset({"outgoing", "sent", "dialed", "out", "uitgaand", "verzonden"})
_INCOMING = frozenset({"incoming", "received", "missed", "in", "inkomend", "ontvangen", "gemist"})
_LOCAL_USER = re.compile(r"(?:local user|lokale gebruiker)\b", re.IGNORECASE)
_NUMBER = re.compile(r"num(?:ber|mer)s?|\bnrs?\b|\bno\b|msisdn", re.IGNORECASE)
_OTHER_TIMES = re.compile(r"creat|modif|birth|expir", re.IGNORECASE)
_RECOVERY = frozenset({"recovery method"})
_DELETED = frozenset({"deleted", "is deleted", "deleted status", "deleted/carved", "verwijderd"})
_STATUS = frozenset({"status", "message status"})
_NO = frozenset({"", "no", "nee", "false", "0"})
_BETWEEN_PARTIES = re.compile(r"[;\r\n]+|(?<=>),")


class _Number(NamedTuple):
    """A number as a fragment holds it, the name beside it, and whether it is a party's.

    ``passed_on`` says that its fragment is about a contact rather than a party.
    """

    text: str
    kind: FieldKind
    owner: bool
    name: str
    party: bool
    passed_on: bool = False

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
    own = _own_side(fragments)
    numbers = [number for pair in fragments for number in _numbers(artifact, *pair, own)]
    if not numbers:
        return []
    owner = _OWN.search(artifact) is not None
    label = " ".join(value for name, value in fragments if _NAMES.fullmatch(name))
    of_contact = lists_people(artifact)
    beside = _beside(artifact, fragments)
    times = (
        for_people(value) for name, value in fragments if _is_last_used(name, of_contact=of_contact)
    )
    last_used = max((time for time in times if time is not None), default=None)
    deleted = any(_says_gone(name, value) for name, value in fragments)
    parties = {number.text for number in numbers if number.party}
    # Where nobody else is named, the contact is who called or wrote.
    of_parties = any(value and _PARTY.fullmatch(name) for name, value in fragments)
    return [
        RawValue(
            number.text,
            number.kind,
            owner=owner or number.owner,
            locator=Locator(None, row, position),
            label=f"{label} {number.name}".strip(),
            last_used=last_used,
            deleted=deleted,
            group=len(parties) >= FEWEST_IN_GROUP,
            contact=(of_contact or (of_parties and number.passed_on))
            and not (owner or number.owner),
            beside=beside,
        )
        for position, number in enumerate(numbers, start=1)
    ]


def _artifact(hit: Element) -> str:
    names = (artifact.get("name") or "" for artifact in hit.iterancestors("{*}Artifact"))
    return next(names, "")


def _is_wanted(name: str) -> bool:
    """Return whether a fragment is looked at: texts of messages and all else never are."""
    if _may_hold_number(name) or _is_time(name) or _is_about_recovery(name):
        return True
    known = any(pattern.fullmatch(name) for pattern in (_PARTY, _DIRECTION, _NAMES))
    return known or says_country(name)


def _may_hold_number(name: str) -> bool:
    if says_telephone(name):
        return True
    told = says_own(name) or is_passed_on(name)
    return told and mentions_telephone(name) and _NUMBER.search(name) is not None


def _beside(artifact: str, fragments: list[tuple[str, str]]) -> Beside | None:
    """Return what a hit says of the country: the network's of a call, the number's elsewhere."""
    said = " / ".join(value for name, value in fragments if value and says_country(name))
    if not said:
        return None
    of_telephony = _OF_TELEPHONY.fullmatch(artifact.strip()) is not None
    return Beside(dialled_in=country_of(said)) if of_telephony else Beside(country=said)


def _numbers(
    artifact: str, fragment: str, value: str, own: re.Pattern[str] | None
) -> Iterator[_Number]:
    if _may_hold_number(fragment):
        owner = says_own(fragment)
        # A contact's own fragment in a message is somebody whom the message only tells of.
        passed_on = not owner and is_passed_on(fragment)
        if value or not (owner or passed_on):
            yield _Number(value, FieldKind.PHONE, owner, "", party=False, passed_on=passed_on)
        return
    if not _PARTY.fullmatch(fragment):
        return
    of_telephony = _OF_TELEPHONY.fullmatch(artifact.strip()) is not None
    service = Service.TELEPHONE if of_telephony else service_of(artifact)
    own_side = _OWN.search(artifact) is not None or _LOCAL_USER.fullmatch(fragment) is not None
    own_side = own_side or bool(own and own.fullmatch(fragment))
    for party in _BETWEEN_PARTIES.split(value) if "<" in value else [value]:
        address, name = without_name(party.strip(" ,"))
        owner = own_side or any(_LOCAL_USER.match(text.strip()) for text in (party, name))
        # Of the owner's own numbers one too many is harmless, and one too few is not.
        sure = owner or of_telephony
        other = service is Service.OTHER
        text = number_in(address, Service.BY_NUMBER if owner and other else service)
        kind = FieldKind.PHONE if sure else FieldKind.UNLABELLED
        # The owner of a telephone often stands there without a number, which tells nothing.
        if text is not None and (not owner or holds_long_digits(text)):
            yield _Number(text, kind, owner, name, party=True)


def _own_side(fragments: list[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return what names the side of the seized telephone, where the direction is told."""
    directions = {value.casefold() for name, value in fragments if _DIRECTION.fullmatch(name)}
    if directions & _OUTGOING:
        return _SENDER
    return _RECEIVER if directions & _INCOMING else None


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
        return value.casefold() not in _NO
    if name.casefold() in _STATUS:
        return "deleted" in value.casefold()
    return name.casefold() in _RECOVERY and "carv" in value.casefold()
