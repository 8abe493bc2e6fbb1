"""One hit of a Magnet AXIOM export: which of its fragments hold telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import (
    Service,
    number_in,
    service_of,
    without_name,
)
from eenmalig.cleartext.sources.words.labels import holds_long_digits, says_telephone
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
_LOCAL_USER = "local user"
_OTHER_TIMES = re.compile(r"creat|modif|birth|expir", re.IGNORECASE)
_RECOVERY = frozenset({"recovery method"})
_DELETED = frozenset({"deleted", "is deleted", "deleted status", "deleted/carved", "verwijderd"})
_STATUS = frozenset({"status", "message status"})
_NO = frozenset({"", "no", "nee", "false", "0"})
_BETWEEN_PARTIES = re.compile(r"[;\r\n]+|(?<=>),")


class _Number(NamedTuple):
    """A number as a fragment holds it, the name beside it, and whether it is a party's."""

    text: str
    kind: FieldKind
    owner: bool
    name: str
    party: bool

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
    of_contact = "contact" in artifact.casefold()
    times = (
        for_people(value) for name, value in fragments if _is_last_used(name, of_contact=of_contact)
    )
    last_used = max((time for time in times if time is not None), default=None)
    deleted = any(_says_gone(name, value) for name, value in fragments)
    parties = {number.text for number in numbers if number.party}
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
        )
        for position, number in enumerate(numbers, start=1)
    ]


def _artifact(hit: Element) -> str:
    names = (artifact.get("name") or "" for artifact in hit.iterancestors("{*}Artifact"))
    return next(names, "")


def _is_wanted(name: str) -> bool:
    """Return whether a fragment is looked at: texts of messages and all else never are."""
    if says_telephone(name) or _is_time(name) or _is_about_recovery(name):
        return True
    return any(pattern.fullmatch(name) for pattern in (_PARTY, _DIRECTION, _NAMES))


def _numbers(
    artifact: str, fragment: str, value: str, own: re.Pattern[str] | None
) -> Iterator[_Number]:
    if says_telephone(fragment):
        yield _Number(value, FieldKind.PHONE, owner=False, name="", party=False)
        return
    if not _PARTY.fullmatch(fragment):
        return
    of_telephony = _OF_TELEPHONY.fullmatch(artifact.strip()) is not None
    service = Service.TELEPHONE if of_telephony else service_of(artifact)
    own_side = _OWN.search(artifact) is not None or fragment.casefold() == _LOCAL_USER
    own_side = own_side or bool(own and own.fullmatch(fragment))
    for party in _BETWEEN_PARTIES.split(value) if "<" in value else [value]:
        address, name = without_name(party.strip(" ,"))
        owner = own_side or party.strip().casefold().startswith(_LOCAL_USER)
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
