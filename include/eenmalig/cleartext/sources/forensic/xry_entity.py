"""One entity of an MSAB XRY text export: which of its lines hold telephone numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import Service, dialled, number_in, service_of
from eenmalig.cleartext.sources.words.labels import reads_like_mobile, says_telephone
from eenmalig.cleartext.sources.words.moments import for_people

_PARTIES = {"from": "from", "van": "from", "to": "to", "aan": "to"}
_PARTICIPANT = frozenset({"participant", "participants", "deelnemer", "deelnemers"})
_ANYONE = "participant"
# The telephone itself and one other: more take part in a group.
_TWO = 2
_TELLING = frozenset({"home", "thuis", "work", "werk"})
_NUMBERS = frozenset({"tel", "number", "nummer", "mobile", "mobiel"}) | _TELLING
# A line of a message may look like a field, so below these only a field's own spacing is one.
_TEXTS = frozenset({"text", "message", "body", "subject", "tekst", "bericht", "onderwerp"})
_NOT_OF_A_PERSON = frozenset({"service center", "smsc", "storage", "index", "reference number"})
_MATCHED_NAME = re.compile(
    r"(?:(?:first |last |nick)?name|naam|voornaam|achternaam|bijnaam|organi[sz]ation|organisatie"
    r"|company|bedrijf|title|functie|groups?|groep(?:en)?|label)(?: \(.*\))?"
)
# Which program a conversation is of; those of the telephone network name none.
_PROGRAM = frozenset({"application", "related application", "app", "applicatie", "programma"})
_TIME = frozenset({"time", "tijd", "date", "datum"})
_OUTGOING = frozenset({"outgoing", "dialed", "last dialed", "sent", "uitgaand", "verzonden"})
_INCOMING = frozenset({"incoming", "received", "missed", "inkomend", "ontvangen", "gemist"})
_DIRECTION = frozenset({"direction", "type", "call type", "richting"})
_DELETED = frozenset({"deleted", "verwijderd"})
_NO = frozenset({"", "no", "nee", "false", "0"})
_SPACED = re.compile(r"[^:]{1,40}:(?:\t| {2,}).*")


class _Line(NamedTuple):
    """One field: who it is about (from, to or nothing), its key in small letters, its value."""

    about: str
    key: str
    value: str

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Line()"


class _Number(NamedTuple):
    """A number's text, the kind of its field, who it is about, and what the field calls it."""

    text: str
    kind: FieldKind
    about: str
    label: str

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


def values(lines: list[str], number: int) -> list[RawValue]:
    """Return the numbers of one entity, the ``number``-th of its file.

    The seized telephone's own number is the sender's of what went out, the receiver's of what
    came in, and what the device's own data names as a number.
    """
    fields = _fields(lines)
    said = {each.value.casefold() for each in fields if each.key in _DIRECTION}
    own = "from" if said & _OUTGOING else "to" if said & _INCOMING else None
    names = [each.value for each in fields if _MATCHED_NAME.fullmatch(each.key)]
    times = [for_people(each.value) for each in fields if each.key in _TIME]
    deleted = any(
        (each.key in _DELETED and each.value.casefold() not in _NO)
        or (each.key == "status" and each.value.casefold() in _DELETED)
        for each in fields
    )
    numbers = _numbers(fields)
    group = len({each.text for each in numbers if each.about}) > _TWO
    found = [(each, each.about == own) for each in numbers]
    found += [(_Number(text, FieldKind.PHONE, "", ""), True) for text in _of_device(fields)]
    return [
        RawValue(
            each.text,
            FieldKind.PHONE if owner else each.kind,
            owner,
            Locator(None, number, position),
            " ".join(filter(None, [*names, each.label])),
            max((each for each in times if each is not None), default=None),
            deleted,
            group,
        )
        for position, (each, owner) in enumerate(found, start=1)
    ]


def _fields(lines: list[str]) -> list[_Line]:
    fields = []
    about, in_text = "", False
    for line in lines:
        alone = line.strip().casefold()
        if alone in _PARTIES or alone in _PARTICIPANT:
            about, in_text = _PARTIES.get(alone, _ANYONE), False
            continue
        key, colon, value = line.partition(":")
        if not colon or (in_text and not _SPACED.fullmatch(line)):
            continue
        key = key.strip().casefold()
        in_text = key in _TEXTS
        if not in_text:
            fields.append(_Line(about, key, value.strip()))
    return fields


def _numbers(fields: list[_Line]) -> list[_Number]:
    found = []
    programs = [each.value for each in fields if each.key in _PROGRAM and each.value]
    party = service_of(*programs) if programs else Service.TELEPHONE
    for about, key, value in fields:
        if key in _NUMBERS or says_telephone(key):
            # An e-mail address stands there too, for what went by e-mail.
            labelled = party is not Service.OTHER or key in _TELLING or says_telephone(key)
            text = number_in(value, Service.TELEPHONE if labelled else party)
            if text is not None:
                kind = key if key in _TELLING else ""
                found.append(_Number(text, FieldKind.PHONE, about, kind))
        elif key in _PARTIES or key in _PARTICIPANT:
            text = number_in(value, party)
            if text:
                side = _PARTIES.get(key, _ANYONE)
                found.append(_Number(text, FieldKind.UNLABELLED, side, ""))
        elif key not in _NOT_OF_A_PERSON and key != "data" and _is_mobile(key, value, programs):
            found.append(_Number(value, FieldKind.UNLABELLED, about, ""))
    return found


def _is_mobile(key: str, value: str, programs: list[str]) -> bool:
    """Return whether a field of any other name holds a mobile; bare digits may be an account."""
    by_number = service_of(key, *programs) is Service.BY_NUMBER
    told = by_number or "@" in value or dialled(value) is not None
    return told and reads_like_mobile(value)


def _of_device(fields: list[_Line]) -> list[str]:
    """Return the values that the device's data names as a number: ``Attribute`` and ``Data``."""
    told = [each for each in fields if each.key in {"attribute", "data"}]
    found = []
    for first, second in zip(told[::2], told[1::2], strict=False):
        pair = {first.key: first.value, second.key: second.value}
        name = pair.get("attribute", "").casefold()
        if "data" in pair and ("msisdn" in name or says_telephone(name)):
            found.append(pair["data"])
    return found
