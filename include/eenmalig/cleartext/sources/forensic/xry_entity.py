"""One entity of an MSAB XRY text export: which of its lines hold telephone numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from eenmalig.cleartext.numbers.splitting import split
from eenmalig.cleartext.sources.conversation import is_group
from eenmalig.cleartext.sources.forensic.number_names import says_number, says_own
from eenmalig.cleartext.sources.forensic.record_names import (
    is_of_owner,
    is_passed_on,
    is_text_message,
    says_country,
    says_draft,
    says_yes,
    tells_of_contact,
    tells_outgoing,
)
from eenmalig.cleartext.sources.values import Beside, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import (
    Service,
    dialled,
    number_in,
    parties_in,
    service_of,
)
from eenmalig.cleartext.sources.words.labels import reads_like_mobile
from eenmalig.cleartext.sources.words.moments import for_people
from eenmalig.cleartext.sources.words.network_names import names_network, names_nothing

_PARTIES = {"from": "from", "van": "from", "to": "to", "aan": "to"}
_PARTICIPANT = frozenset({"participant", "participants", "deelnemer", "deelnemers"})
_ANYONE = "participant"
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
_DIRECTION = frozenset({"direction", "type", "call type", "richting"})
_STATE = _DIRECTION | {"status", "folder", "map", "message status"}
_DELETED = frozenset({"deleted", "verwijderd"})
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
    """A number's text, the kind of its field, who it is about, and what the field calls it.

    ``owner`` says that its field is about the telephone, ``passed_on`` that it is a contact's.
    """

    text: str
    kind: FieldKind
    about: str
    label: str
    owner: bool = False
    passed_on: bool = False

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


def values(title: str, lines: list[str], row: int) -> list[RawValue]:
    """Return the numbers of one entity, the ``row``-th of its file, by the title of its kind.

    The seized telephone's own number is the sender's of what went out, the receiver's of what
    came in, and what the device's own data names as a number.
    """
    fields = _fields(lines)
    outgoing = tells_outgoing(line.value for line in fields if line.key in _DIRECTION)
    own = None if outgoing is None else "from" if outgoing else "to"
    names = [line.value for line in fields if _MATCHED_NAME.fullmatch(line.key)]
    draft = any(line.key in _STATE and says_draft(line.value) for line in fields)
    times = [for_people(line.value) for line in fields if line.key in _TIME]
    deleted = any(
        (line.key in _DELETED and says_yes(line.value))
        or (line.key == "status" and line.value.casefold() in _DELETED)
        for line in fields
    )
    last_used = max((time for time in times if time is not None), default=None)
    numbers = _numbers(fields)
    parties = {text for number in numbers if number.about for text in split(number.text)}
    mine = {text for number in numbers if number.about == own for text in split(number.text)}
    group = is_group(
        parties, several=len(mine) > 1, apart=outgoing is True and is_text_message(title)
    )
    # Of several on the telephone's side nobody knows which of them is its own.
    own = own if len(mine) == 1 else None
    of_owner = is_of_owner(title)
    contact = draft or tells_of_contact(title, by_party=bool(parties))
    sides = [
        (number, of_owner or number.owner or (own is not None and number.about == own))
        for number in numbers
    ]
    sides += [(_Number(text, FieldKind.PHONE, "", ""), True) for text in _of_device(fields)]
    return [
        RawValue(
            number.text,
            FieldKind.PHONE if owner else number.kind,
            owner=owner,
            locator=Locator(None, row, position),
            label=" ".join(filter(None, [*names, number.label])),
            last_used=None if draft else last_used,
            deleted=deleted,
            group=group,
            contact=not owner and (contact or (number.passed_on and bool(parties))),
            beside=_beside(fields, number.about),
        )
        for position, (number, owner) in enumerate(sides, start=1)
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
    numbers = []
    named = (line.value for line in fields if line.key in _PROGRAM)
    programs = [value for value in named if not (names_network(value) or names_nothing(value))]
    party = service_of(*programs) if programs else Service.TELEPHONE
    for about, key, value in fields:
        owner, passed_on = says_own(key), is_passed_on(key)
        if key in _NUMBERS or says_number(key):
            # An e-mail address stands there too, for what went by e-mail.
            labelled = party is not Service.OTHER or key in _TELLING or says_number(key)
            text = number_in(value, Service.TELEPHONE if labelled else party)
            if text is not None:
                kind = key if key in _TELLING else ""
                numbers.append(
                    _Number(text, FieldKind.PHONE, about, kind, owner, passed_on=passed_on)
                )
        elif key in _PARTIES or key in _PARTICIPANT:
            side = _PARTIES.get(key, _ANYONE)
            texts = (number_in(each, party) for each in parties_in(value, party))
            numbers += [_Number(text, FieldKind.UNLABELLED, side, "") for text in texts if text]
        elif key not in _NOT_OF_A_PERSON and key != "data" and _is_mobile(key, value, programs):
            numbers.append(_Number(value, FieldKind.UNLABELLED, about, "", owner, passed_on))
    return numbers


def _beside(fields: list[_Line], about: str) -> Beside | None:
    """Return the country that an entity, or its lines about somebody, tells."""
    said = [
        line.value
        for line in fields
        if line.value and line.about in {"", about} and says_country(line.key)
    ]
    return Beside(country=" / ".join(said)) if said else None


def _is_mobile(key: str, value: str, programs: list[str]) -> bool:
    """Return whether a field of any other name holds a mobile; bare digits may be an account."""
    by_number = service_of(key, *programs) is Service.BY_NUMBER
    expected = by_number or "@" in value or dialled(value) is not None
    return expected and reads_like_mobile(value)


def _of_device(fields: list[_Line]) -> list[str]:
    """Return the values that the device's data names as a number: ``Attribute`` and ``Data``."""
    lines = [line for line in fields if line.key in {"attribute", "data"}]
    numbers = []
    for first, second in zip(lines[::2], lines[1::2], strict=False):
        pair = {first.key: first.value, second.key: second.value}
        name = pair.get("attribute", "").casefold()
        if "data" in pair and ("msisdn" in name or says_number(name)):
            numbers.append(pair["data"])
    return numbers
