"""Databases of iOS: AddressBook.sqlitedb, CallHistory.storedata and sms.db."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources.sqlite_rows import Joined
from eenmalig.clear.sources.sqlite_values import (
    Found,
    Part,
    apple_moment,
    label_of,
    latest,
    recognised,
    text_of,
    values,
)
from eenmalig.clear.sources.values import FieldKind
from eenmalig.clear.sources.whatsapp_address import Address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from eenmalig.clear.sources.sqlite_rows import Database
    from eenmalig.clear.sources.values import Asked, RawValue

NAME = "ios"

_PHONE_PROPERTY = 3
_PHONE_HANDLE = 2
# Other programs write calls with their own ids, which read like numbers of strangers.
_TELEPHONY = ("com.apple.", "net.whatsapp.")
_MOST_HANDLES = 500_000
_MOST_OWN = 1000


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has a table known from iOS."""
    return recognised(path, _PARTS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, calls and messages. A column means nothing here."""
    yield from values(path, asked.label, _PARTS)


def _contacts(database: Database) -> Iterator[Found | None]:
    own = _own_cards(database)
    names = Joined("ABPerson", "ROWID", "record_id", ("First", "Last", "Organization"))
    kind = Joined("ABMultiValueLabel", "rowid", "label", ("value",))
    rows = database.rows(
        "ABMultiValue",
        "value",
        "record_id",
        only={"property": [_PHONE_PROPERTY]},
        joined=[names, kind],
    )
    for number, card, first, last, organization, label in rows:
        name = label_of(first, last, organization, label)
        yield Found(text_of(number), name, owner=card in own)


def _own_cards(database: Database) -> set[int]:
    """Return the cards that the owner marked as his own."""
    own: set[int] = set()
    if database.has("ABStore", "MeIdentifier"):
        for (card,) in database.rows("ABStore", "MeIdentifier"):
            if isinstance(card, int) and card > 0 and len(own) < _MOST_OWN:
                own.add(card)
    return own


def _calls(database: Database) -> Iterator[Found | None]:
    rows = database.rows(
        "ZCALLRECORD", "ZADDRESS", "ZDATE", "ZNAME", "ZSERVICE_PROVIDER", "ZHANDLE_TYPE"
    )
    for address, date, name, provider, kind in rows:
        by = text_of(provider)
        other = by and not by.startswith(_TELEPHONY) and kind != _PHONE_HANDLE
        text = text_of(address)
        if other and not text.startswith("+"):
            yield None
        else:
            yield _of_address(text, text_of(name), apple_moment(date))


def _callers(database: Database) -> Iterator[Found | None]:
    """Yield who took part in calls with several; such a call has no address of its own."""
    for value, kind in database.rows("ZHANDLE", "ZVALUE", "ZTYPE"):
        phone = kind == _PHONE_HANDLE or text_of(value).startswith("+")
        yield _of_address(text_of(value)) if phone else None


def _of_address(text: str, name: str = "", at: datetime | None = None) -> Found | None:
    if "@" not in text:
        return Found(text, name, at)
    number = Address(text).number()
    return Found(number, name, at) if number is not None else None


def _messages(database: Database) -> Iterator[Found | None]:
    dates: dict[int, datetime] = {}
    for handle, date in database.rows("message", "handle_id", "date"):
        if isinstance(handle, int) and len(dates) < _MOST_HANDLES:
            latest(dates, handle, apple_moment(date))
    for handle, text in database.rows("handle", "ROWID", "id"):
        yield _of_address(text_of(text), at=dates.get(handle))


def _own_of_messages(database: Database) -> Iterator[Found | None]:
    yield from _own(database, "message", "destination_caller_id")


def _own_of_chats(database: Database) -> Iterator[Found | None]:
    yield from _own(database, "chat", "account_login", "last_addressed_handle")


def _own(database: Database, table: str, *columns: str) -> Iterator[Found | None]:
    """Yield each own number once; an own account that is a number is marked ``P:``."""
    seen: set[str] = set()
    for row in database.rows(table, *columns):
        for value in row:
            number = _own_number(value)
            new = number is not None and number not in seen and len(seen) < _MOST_OWN
            if number is not None and new:
                seen.add(number)
                yield Found(number, owner=True, field=FieldKind.UNLABELLED)


def _own_number(value: Any) -> str | None:
    text = text_of(value).removeprefix("P:")
    return None if not text or "@" in text or text.startswith("E:") else text


_PARTS = (
    Part((("ABMultiValue", "record_id", "property", "value"),), _contacts),
    Part((("ZCALLRECORD", "ZADDRESS", "ZDATE"),), _calls),
    Part((("ZCALLRECORD", "ZADDRESS", "ZDATE"), ("ZHANDLE", "ZVALUE")), _callers),
    Part((("handle", "id"), ("message", "handle_id", "date")), _messages),
    Part((("handle", "id"), ("message", "destination_caller_id")), _own_of_messages),
    Part((("handle", "id"), ("chat", "account_login")), _own_of_chats),
)
