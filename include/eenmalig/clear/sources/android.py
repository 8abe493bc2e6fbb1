"""Databases of Android: contacts2.db, calllog.db, mmssms.db, and telephony.db for the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources.sqlite_rows import Joined
from eenmalig.clear.sources.sqlite_values import (
    UNIX,
    Found,
    Part,
    label_of,
    moment,
    recognised,
    text_of,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.clear.sources.sqlite_rows import Database
    from eenmalig.clear.sources.values import Asked, RawValue

NAME = "android"

_MILLISECONDS = 1000
_PHONE = "vnd.android.cursor.item/phone_v2"
# Ids of the owner's own card, in profile.db, begin here.
_PROFILE = 2**63 - 1 - (2**31 - 1)
_OWN_NUMBERS = ("number", "phone_number_source_carrier", "phone_number_source_ims")
# Stands for the telephone itself in a message with pictures.
_SELF = "insert-address-token"
_MOST_KINDS = 1000
_CARD = ("display_name", "last_time_contacted", "deleted")


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has a table known from Android."""
    return recognised(path, _PARTS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, calls and messages. A column means nothing here."""
    yield from values(path, asked.label, _PARTS)


def _contacts(database: Database) -> Iterator[Found | None]:
    kinds = _ids_of_phone(database)
    card = Joined("raw_contacts", "_id", "raw_contact_id", _CARD)
    rows = database.rows(
        "data", "data1", "data3", "raw_contact_id", only={"mimetype_id": kinds}, joined=[card]
    )
    for number, label, card_id, name, contacted, deleted in rows:
        yield Found(
            text_of(number),
            label_of(name, label),
            moment(contacted, UNIX, _MILLISECONDS),
            owner=isinstance(card_id, int) and card_id >= _PROFILE,
            deleted=bool(deleted),
        )


def _ids_of_phone(database: Database) -> list[int]:
    found = []
    for number, (each, kind) in enumerate(database.rows("mimetypes", "_id", "mimetype")):
        if text_of(kind) == _PHONE and isinstance(each, int):
            found.append(each)
        if number > _MOST_KINDS:
            break
    return found


def _calls(database: Database) -> Iterator[Found | None]:
    for number, date, name in database.rows("calls", "number", "date", "name"):
        yield Found(text_of(number), text_of(name), moment(date, UNIX, _MILLISECONDS))


def _own_of_calls(database: Database) -> Iterator[Found | None]:
    """Yield the number of each SIM that calls were made with, once in a row."""
    before = ""
    for row in database.rows("calls", "phone_account_address"):
        number = text_of(row[0])
        yield Found(number, owner=True) if number not in {"", before} else None
        before = number or before


def _messages(database: Database) -> Iterator[Found | None]:
    for address, date in database.rows("sms", "address", "date"):
        yield _unless_mail(text_of(address), moment(date, UNIX, _MILLISECONDS))


def _picture_messages(database: Database) -> Iterator[Found | None]:
    message = Joined("pdu", "_id", "msg_id", ("date",))
    for address, date in database.rows("addr", "address", joined=[message]):
        text = text_of(address)
        yield None if text == _SELF else _unless_mail(text, moment(date, UNIX))


def _unless_mail(text: str, at: datetime | None) -> Found | None:
    return None if "@" in text else Found(text, last_used=at)


def _sim_cards(database: Database) -> Iterator[Found | None]:
    for row in database.rows("siminfo", *_OWN_NUMBERS):
        numbers = dict.fromkeys(filter(None, map(text_of, row)))
        yield from (Found(each, owner=True) for each in numbers)
        if not numbers:
            yield None


_PARTS = (
    Part((("data", "mimetype_id", "data1"), ("mimetypes", "_id", "mimetype")), _contacts),
    Part((("calls", "number", "date"),), _calls),
    Part((("calls", "number", "date", "phone_account_address"),), _own_of_calls),
    Part((("sms", "address", "date", "thread_id"),), _messages),
    Part((("addr", "msg_id", "address"),), _picture_messages),
    Part((("siminfo", "icc_id", "number"),), _sim_cards),
)
