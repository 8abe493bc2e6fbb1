"""SMS Backup & Restore by SyncTech, an app of Android: its XML of messages (SMS, MMS) and of calls.

Nothing in it tells of countries. The telephone's own number stands only in MMS: see
``picture_message``.

Tried on back-ups built with the fields that SyncTech describes, and on the test data of public
programs that read them.
Described in https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/; the kinds
of addresses in an MMS are those of Android's PduHeaders.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.conversation import is_group
from eenmalig.cleartext.sources.files.mended_xml import MendedXml
from eenmalig.cleartext.sources.files.sqlite_values import UNIX, moment
from eenmalig.cleartext.sources.files.xml_stream import HEAD_BYTES, Document, records, starts
from eenmalig.cleartext.sources.phones import picture_message
from eenmalig.cleartext.sources.phones.picture_message import Participant, ends, parts_of, written
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.identifiers import Service, number_in
from eenmalig.cleartext.sources.words.moments import for_people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from lxml.etree import _Element as Element

    from eenmalig.cleartext.sources.values import Asked

NAME = "sms_backup"

_ROOTS = {"smses": {"sms", "mms"}, "calls": {"call"}}
_WHAT = "the XML of SMS Backup & Restore"
_ASK = "a new back-up, or the file as the app wrote it"
_RECEIVED, _SENT = "1", "2"
_MILLISECONDS = 1000
_LONGEST_DATE = 18
# How older telephones write a caller who is unknown, hidden, or calls from a booth.
_NOBODY = frozenset(("-1", "-2", "-3"))


def recognises(path: Path) -> bool:
    """Return whether this is XML of messages or calls, with one of them or their count."""
    with path.open("rb") as file:
        head = BytesIO(file.read(HEAD_BYTES))
    begun = starts(MendedXml(head).read(HEAD_BYTES))
    if not begun or begun[0].name not in _ROOTS:
        return False
    within = {element.name for element in begun[1:]}
    return "count" in begun[0].attributes or not within.isdisjoint(_ROOTS[begun[0].name])


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of every message and call. A column means nothing here.

    Fails when the file is damaged or hostile (``SOURCE_UNREADABLE``).
    """
    document = Document(("sms", "mms", "call", "part"), _never, _is_attachment, _WHAT, _ASK)
    row = 0
    with path.open("rb") as file:
        for record in records(MendedXml(file), document, asked.label):
            if not _is_attachment(record):
                row += 1
                yield from _values(record, row)


def _values(record: Element, row: int) -> Iterator[RawValue]:
    parties = _READ[_kind(record)](record)
    others = ends(party.text for party in parties if not party.owner)
    unsent = _kind(record) != "call" and _box(record) not in {_RECEIVED, _SENT}
    last_used = None if unsent else _at(record)
    # The telephone itself, which is one more, may be told or not.
    group = is_group(["", *others], apart=_kind(record) == "sms" and _box(record) == _SENT)
    for position, party in enumerate(parties, start=1):
        text = number_in(party.text, Service.TELEPHONE)
        if text is not None:
            yield RawValue(
                text,
                FieldKind.PHONE,
                owner=party.owner,
                locator=Locator(None, row, position),
                label=party.name,
                last_used=last_used,
                group=group,
                # Who was only meant to be written to neither did nor heard anything.
                contact=unsent,
            )


def _message(record: Element) -> list[Participant]:
    name = written(record, "contact_name")
    return [Participant(text, name) for text in parts_of(written(record, "address"))]


def _picture_message(record: Element) -> list[Participant]:
    box = _box(record)
    return picture_message.parties(record, received=box == _RECEIVED if box else None)


def _call(record: Element) -> list[Participant]:
    number = written(record, "number")
    return [Participant("" if number in _NOBODY else number, written(record, "contact_name"))]


_READ = {"sms": _message, "mms": _picture_message, "call": _call}


def _box(record: Element) -> str:
    return written(record, "type" if _kind(record) == "sms" else "msg_box")


def _at(record: Element) -> datetime | None:
    text = written(record, "date")
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_DATE:
        return moment(int(text), UNIX, _MILLISECONDS)
    return for_people(written(record, "readable_date"))


def _kind(record: Element) -> str:
    return str(record.tag).rpartition("}")[2]


def _is_attachment(record: Element) -> bool:
    return _kind(record) == "part"


def _never(element: Element) -> bool:
    del element
    return False
