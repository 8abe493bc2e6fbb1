"""The models of a Cellebrite UFED report that hold telephone numbers, and where.

A model's ``type`` and a field's ``name`` are the same in every language of a report.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.forensic import ufed_fields, ufed_roles
from eenmalig.cleartext.sources.forensic.mobile_network import country_of
from eenmalig.cleartext.sources.forensic.number_names import says_number, says_own
from eenmalig.cleartext.sources.forensic.ufed_fields import (
    Model,
    is_gone,
    is_nested,
    says_gone,
    taken_apart,
)
from eenmalig.cleartext.sources.forensic.ufed_roles import OF_OWNER, PARTY
from eenmalig.cleartext.sources.values import Beside, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import Service, number_in, service_of
from eenmalig.cleartext.sources.words.labels import says_telephone
from eenmalig.cleartext.sources.words.moments import for_people, from_iso
from eenmalig.cleartext.sources.words.network_names import names_network, names_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element as Element

    from eenmalig.cleartext.sources.forensic.ufed_groups import Groups

# Elements that are read whole: models, and the sections that describe the telephone.
RECORDS = ("model", "metadata")

_NUMBER, _EMPLOYER = "PhoneNumber", "Organization"
_CONTACT, _CALL = "Contact", "Call"
_OF_TELEPHONY = frozenset({"SMS", "MMS", "VoiceMail"})
# Models of which one alone, cut out of a report, tells that it is one.
KINDS = frozenset({_CONTACT, _CALL, *OF_OWNER, PARTY, *_OF_TELEPHONY, "Chat", "InstantMessage"})
_SOURCES_REMEMBERED = 4096
_NO_VALUE = frozenset({"", "N/A"})


class _About(NamedTuple):
    """What a record says about every number in it."""

    service: Service
    source: str
    name: str
    last_used: datetime | None
    deleted: bool
    group: bool
    contact: bool
    country: str
    dialled_in: str

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_About()"


class _Number(NamedTuple):
    """One number's text, the kind of its field, whose it is, and what it is called."""

    text: str
    field: FieldKind
    owner: bool
    label: str = ""
    deleted: bool = False
    country: str = ""

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


def is_part(element: Element) -> bool:
    """Return whether this is a party or an entry within another model."""
    return element.get("type") in ufed_fields.PARTS and is_nested(element)


def values(record: Element, row: int, groups: Groups) -> list[RawValue]:
    """Return the telephone numbers of one record, the ``row``-th of its report."""
    kind = record.get("type")
    if kind is None:
        return [
            _value(number, None, Locator(None, row, position))
            for position, number in enumerate(_of_telephone(record), start=1)
        ]
    if kind in ufed_fields.OF_THINGS:
        return []
    model = Model({}, [record]) if kind in ufed_fields.PARTS else taken_apart(record)
    strays = list(ufed_fields.strays(record, kind, model.fields))
    in_fields = ufed_fields.may_hold_number(kind, model.fields)
    if not (model.parts or strays or in_fields):
        return []
    entries = _with_inner(model.parts)
    about = _about(record, kind, model.fields, entries)
    sides = ufed_roles.sides(kind, model.fields, entries)
    numbers = list(_of_fields(kind, model.fields, about)) if in_fields else []
    numbers += _of_entries(entries, about, sides.owners)
    own = bool(strays) and ufed_fields.is_of_owner(record)
    numbers += [_Number(text, FieldKind.UNLABELLED, own, about.name) for text in strays]
    if numbers and groups.has(record, kind, _identifiers(entries), sides):
        about = about._replace(group=True)
    return [
        _value(number, about, Locator(None, row, position))
        for position, number in enumerate(numbers, start=1)
    ]


def _value(number: _Number, about: _About | None, where: Locator) -> RawValue:
    country = number.country or (about.country if about else "")
    dialled_in = about.dialled_in if about else ""
    return RawValue(
        number.text,
        number.field,
        owner=number.owner,
        locator=where,
        label=number.label,
        last_used=about.last_used if about else None,
        deleted=number.deleted,
        group=about is not None and about.group,
        contact=about is not None and about.contact and not number.owner,
        beside=Beside(country, dialled_in) if country or dialled_in else None,
    )


def _with_inner(parts: list[Element]) -> list[tuple[Element, dict[str, str]]]:
    """Return the parts and those within them, each with its fields."""
    entries = []
    for part in parts:
        model = taken_apart(part)
        parts += model.parts
        entries.append((part, model.fields))
    return entries


def _identifiers(entries: list[tuple[Element, dict[str, str]]]) -> Iterator[str]:
    return (fields.get("Identifier", "") for part, fields in entries if part.get("type") == PARTY)


def _of_telephone(section: Element) -> Iterator[_Number]:
    """Yield what the metadata of the whole report names as a number."""
    parent = section.getparent()
    if parent is None or not str(parent.tag).endswith("project"):
        return
    for item in section:
        text = (item.text or "").strip()
        if says_number(item.get("name") or "") and text not in _NO_VALUE:
            yield _Number(text, FieldKind.PHONE, owner=True)


def _of_fields(kind: str, fields: dict[str, str], about: _About) -> Iterator[_Number]:
    """Yield the numbers that stand in a record itself and not in a party or an entry."""
    if kind in ufed_fields.DESCRIPTIONS:
        name, value = (fields.get(field, "") for field in ufed_fields.DESCRIPTIONS[kind])
        if says_number(name) and value not in _NO_VALUE:
            yield _Number(value, FieldKind.PHONE, owner=True, deleted=about.deleted)
        return
    # Of the owner's own numbers one too many is harmless, and one too few is not.
    own = [(name, Service.BY_NUMBER) for name in ufed_fields.IDENTIFIES.get(kind, ())]
    if kind != _CONTACT:
        own.append((ufed_fields.ACCOUNT, about.service))
    for name, service in own:
        text = number_in(fields.get(name, ""), service)
        if text:
            yield _Number(text, FieldKind.PHONE, owner=True, deleted=about.deleted)
    for name, value in fields.items():
        if name not in ufed_fields.WANTED:
            owner = kind in OF_OWNER or says_own(name)
            sure = owner or says_number(name)
            text = number_in(value, Service.TELEPHONE if sure else about.service)
            if text is not None:
                yield _Number(text, FieldKind.PHONE, owner, about.name, about.deleted)


def _of_entries(
    entries: list[tuple[Element, dict[str, str]]], about: _About, owners: list[Element]
) -> Iterator[_Number]:
    for part, inner in entries:
        owner = part in owners
        read = _of_party if part.get("type") == PARTY else _of_entry
        number = read(part, inner, about, owner=owner)
        if number is not None:
            country = _country(inner)
            gone = about.deleted or says_gone(part)
            yield number._replace(country=country, deleted=gone) if country or gone else number


def _country(fields: dict[str, str]) -> str:
    if ufed_fields.COUNTRIES.isdisjoint(fields):
        return ""
    return " / ".join(fields[name] for name in sorted(ufed_fields.COUNTRIES & fields.keys()))


def _about(
    record: Element,
    kind: str,
    fields: dict[str, str],
    entries: list[tuple[Element, dict[str, str]]],
) -> _About:
    source = ufed_fields.source_of(record, fields)
    names = []
    if kind == _CONTACT:
        names = [fields.get(name, "") for name in ufed_fields.NAMES]
        employers = (inner for part, inner in entries if part.get("type") == _EMPLOYER)
        names += [inner.get(name, "") for inner in employers for name in ("Name", "Position")]
    contact = ufed_roles.is_contact(record, kind, nested=is_nested(record))
    draft = ufed_roles.is_draft(kind, fields)
    country = _country(fields)
    return _About(
        service=_service(kind, source),
        source=source,
        name=" ".join(filter(None, names)),
        last_used=None if draft else _last_used(fields),
        deleted=is_gone(record),
        group=False,
        contact=contact or draft,
        # A call's is the network's that it was made in, and the number's own elsewhere.
        country=country if contact else "",
        dialled_in="" if contact else country_of(country),
    )


@lru_cache(_SOURCES_REMEMBERED)
def _service(kind: str, source: str) -> Service:
    network = names_network(source) or (kind == _CALL and names_nothing(source))
    return Service.TELEPHONE if network or kind in _OF_TELEPHONY else service_of(source)


def _last_used(fields: dict[str, str]) -> datetime | None:
    for name in ufed_fields.MOMENTS:
        if name in fields:
            moment = from_iso(fields[name]) or for_people(fields[name])
            if moment is not None:
                return moment
    return None


def _of_party(
    part: Element, fields: dict[str, str], about: _About, *, owner: bool
) -> _Number | None:
    del part
    service = Service.BY_NUMBER if owner and about.service is Service.OTHER else about.service
    text = number_in(fields.get("Identifier", ""), service)
    # The owner of a telephone often stands there without a number, which tells nothing.
    if text is None or (owner and not text):
        return None
    sure = owner or service is Service.TELEPHONE
    field = FieldKind.PHONE if sure else FieldKind.UNLABELLED
    return _Number(text, field, owner, fields.get("Name", ""))


def _of_entry(
    part: Element, fields: dict[str, str], about: _About, *, owner: bool
) -> _Number | None:
    kind = part.get("type")
    if kind == _EMPLOYER:
        return None
    category, domain, value = (fields.get(name, "") for name in ("Category", "Domain", "Value"))
    sure = kind == _NUMBER or says_telephone(domain)
    service = service_of(about.source, category, domain)
    # What does not say that it holds a number may hold one all the same.
    if owner or says_telephone(category):
        service = Service.BY_NUMBER
    text = value if sure else number_in(value, service)
    if text is None:
        return None
    field = FieldKind.PHONE if sure or owner else FieldKind.UNLABELLED
    return _Number(text, field, owner, f"{about.name} {category}".strip())
