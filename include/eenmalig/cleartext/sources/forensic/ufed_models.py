"""The models of a Cellebrite UFED report that hold telephone numbers, and where.

A model's ``type`` and a field's ``name`` are the same in every language of a report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import Service, number_in, service_of
from eenmalig.cleartext.sources.words.labels import says_telephone
from eenmalig.cleartext.sources.words.moments import for_people, from_iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element as Element

    from eenmalig.cleartext.sources.forensic.ufed_groups import Groups

# Elements that are read whole: models, and the sections that describe the telephone.
RECORDS = ("model", "metadata")

# Parts of other models. A contact's entries of other kinds may hold a number all the same.
_PARTY, _NUMBER, _EMPLOYER = "Party", "PhoneNumber", "Organization"
_PARTS = frozenset(
    {_PARTY, _NUMBER, _EMPLOYER, "ContactEntry", "UserID", "EmailAddress", "WebAddress"}
    | {"MessagingAddress"}
)
_CONTACT, _CALL, _ACCOUNT = "Contact", "Call", "UserAccount"
_OF_TELEPHONY = frozenset({"SMS", "MMS"})
# Models of which one alone, cut out of a report, tells that it is one.
KINDS = frozenset({_CONTACT, _CALL, _ACCOUNT, _PARTY, *_OF_TELEPHONY, "Chat", "InstantMessage"})
_NATIVE = frozenset({"", "native", "phone", "telephony"})
# What describes the telephone itself: the field with a name and the one with its value.
_OWN = {
    _ACCOUNT: ("Name", "Username"),
    "SIMData": ("Name", "Value"),
    "DeviceInfoEntry": ("EntryName", "EntryValue"),
}
# The last contact, by the name that each kind of model has for it.
_MOMENTS = ("TimeStamp", "LastActivity", "TimeContacted")
_WANTED = frozenset(
    {
        *("Identifier", "IsPhoneOwner", "Name", "Value", "Category", "Domain", "Source"),
        *("Nickname", "Group", "Position"),
        *(*_MOMENTS, *(name for names in _OWN.values() for name in names)),
    }
)
# Fields that are frequent and hold neither those nor parts; they are passed over unseen.
_OF_NO_USE = frozenset({"Body", "UserMapping", "Role", "Folder", "Status", "Duration", "Direction"})
_NAMES = ("Name", "Nickname", "Group")
_GONE = frozenset({"Deleted", "Trash"})
_TRUE = frozenset({"True", "true"})
_NO_VALUE = frozenset({"", "N/A"})


class _About(NamedTuple):
    """What a record says about every number in it."""

    owner: bool
    service: Service
    source: str
    name: str
    last_used: datetime | None
    deleted: bool
    group: bool

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_About()"


def is_part(element: Element) -> bool:
    """Return whether this is a party or an entry within another model."""
    return element.get("type") in _PARTS and is_nested(element)


def is_nested(element: Element) -> bool:
    """Return whether this model stands within another one."""
    holder = element.getparent()
    # What holds a model within another has a name; the list of all of a type has none.
    return holder is not None and holder.get("name") is not None


def values(record: Element, row: int, groups: Groups) -> list[RawValue]:
    """Return the telephone numbers of one record, the ``row``-th of its report."""
    kind = record.get("type")
    if kind is None:
        return _own(_of_telephone(record), row)
    fields, parts = ({}, [record]) if kind in _PARTS else _taken_apart(record)
    numbers = _own(_of_own(kind, fields), row) if kind in _OWN else []
    if not parts:
        return numbers
    entries = _with_inner(parts)
    about = _about(record, kind, fields, entries)
    if groups.is_group(record, kind, _identifiers(entries)):
        about = about._replace(group=True)
    for part, inner in entries:
        value = _of_part(part, inner, about, Locator(None, row, len(numbers) + 1))
        if value is not None:
            numbers.append(value)
    return numbers


def _with_inner(parts: list[Element]) -> list[tuple[Element, dict[str, str]]]:
    """Return the parts and those within them, each with its fields."""
    entries = []
    for part in parts:
        fields, within = _taken_apart(part)
        parts += within
        entries.append((part, fields))
    return entries


def _identifiers(entries: list[tuple[Element, dict[str, str]]]) -> Iterator[str]:
    return (fields.get("Identifier", "") for part, fields in entries if part.get("type") == _PARTY)


def _own(numbers: Iterator[tuple[str, FieldKind]], row: int) -> list[RawValue]:
    return [
        RawValue(text, field, owner=True, locator=Locator(None, row, position))
        for position, (text, field) in enumerate(numbers, start=1)
    ]


def _of_telephone(section: Element) -> Iterator[tuple[str, FieldKind]]:
    """Yield what the metadata of the whole report names as a number."""
    parent = section.getparent()
    if parent is None or not str(parent.tag).endswith("project"):
        return
    for item in section:
        text = (item.text or "").strip()
        if _says_number(item.get("name") or "") and text not in _NO_VALUE:
            yield text, FieldKind.PHONE


def _of_own(kind: str, fields: dict[str, str]) -> Iterator[tuple[str, FieldKind]]:
    """Yield what a model about the telephone itself names as a number."""
    name, value = (fields.get(field, "") for field in _OWN[kind])
    if kind == _ACCOUNT:
        # Of the owner's own numbers one too many is harmless, and one too few is not.
        text = number_in(value, Service.BY_NUMBER)
        if text is not None:
            yield text, FieldKind.PHONE
    elif _says_number(name) and value not in _NO_VALUE:
        yield value, FieldKind.PHONE


def _says_number(name: str) -> bool:
    return "msisdn" in name.casefold() or says_telephone(name)


def _about(
    record: Element,
    kind: str,
    fields: dict[str, str],
    entries: list[tuple[Element, dict[str, str]]],
) -> _About:
    source = fields.get("Source", "")
    native = kind == _CALL and source.casefold() in _NATIVE
    names = []
    if kind == _CONTACT:
        names = [fields.get(name, "") for name in _NAMES]
        employers = (inner for part, inner in entries if part.get("type") == _EMPLOYER)
        names += [inner.get(name, "") for inner in employers for name in ("Name", "Position")]
    return _About(
        owner=kind == _ACCOUNT,
        service=Service.TELEPHONE if native or kind in _OF_TELEPHONY else service_of(source),
        source=source,
        name=" ".join(filter(None, names)),
        last_used=_last_used(fields),
        deleted=_is_gone(record),
        group=False,
    )


def _last_used(fields: dict[str, str]) -> datetime | None:
    for name in _MOMENTS:
        if name in fields:
            moment = from_iso(fields[name]) or for_people(fields[name])
            if moment is not None:
                return moment
    return None


def _of_part(
    part: Element, fields: dict[str, str], about: _About, where: Locator
) -> RawValue | None:
    kind = part.get("type")
    if kind == _EMPLOYER:
        return None
    if kind == _PARTY:
        owner = about.owner or fields.get("IsPhoneOwner") in _TRUE
        of_other = about.service is Service.OTHER
        service = Service.BY_NUMBER if owner and of_other else about.service
        text = number_in(fields.get("Identifier", ""), service)
        # The owner of a telephone often stands there without a number, which tells nothing.
        if text is None or (owner and not text):
            return None
        sure = owner or service is Service.TELEPHONE
        label = fields.get("Name", "")
    else:
        sure = kind == _NUMBER or says_telephone(fields.get("Domain", ""))
        text = fields.get("Value", "") if sure else _of_entry(fields, about)
        if text is None:
            return None
        owner = about.owner
        label = f"{about.name} {fields.get('Category', '')}".strip()
    gone = about.deleted or _says_gone(part)
    field = FieldKind.PHONE if sure or owner else FieldKind.UNLABELLED
    return RawValue(
        text,
        field,
        owner=owner,
        locator=where,
        label=label,
        last_used=about.last_used,
        deleted=gone,
        group=about.group,
    )


def _of_entry(fields: dict[str, str], about: _About) -> str | None:
    """Return the number in an entry that does not say that it holds one."""
    kind = fields.get("Category", "")
    by_number = about.owner or says_telephone(kind)
    service = service_of(about.source, kind, fields.get("Domain", ""))
    return number_in(fields.get("Value", ""), Service.BY_NUMBER if by_number else service)


def _taken_apart(model: Element) -> tuple[dict[str, str], list[Element]]:
    """Return the wanted fields of a model, and the parties and entries within it.

    This runs for every model of a report, so it asks for nothing that it can do without.
    """
    fields: dict[str, str] = {}
    parts: list[Element] = []
    for child in model:
        name = child.get("name")
        if name in _WANTED:
            text = _text(child)
            if text:
                fields[name] = text
        elif name not in _OF_NO_USE:
            parts += [part for part in child if part.get("type") in _PARTS]
    return fields, parts


def _text(field: Element) -> str:
    """Return a field's value, or several with a line for each; nothing for an empty one."""
    if len(field) == 1:
        return (field[0].text or "").strip()
    return "\n".join(filter(None, ((value.text or "").strip() for value in field)))


def _is_gone(record: Element) -> bool:
    """Return whether this record, or one around it, is deleted or carved."""
    model: Element | None = record
    while model is not None:
        if _says_gone(model):
            return True
        holder = model.getparent() if is_nested(model) else None
        model = holder.getparent() if holder is not None else None
    return False


def _says_gone(model: Element) -> bool:
    carved = model.get("iscarved") or model.get("isCarved")
    return model.get("deleted_state") in _GONE or carved in _TRUE
