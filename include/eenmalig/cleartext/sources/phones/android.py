"""Databases of Android: contacts2.db, calllog.db, mmssms.db, and telephony.db for the owner.

What a contact is called stands around its number: see ``android_contacts``.

Tried on databases built with the tables of AOSP's providers of contacts, calls and telephony, not
on those of a known version of Android.
Described in https://developer.android.com/reference/android/provider/ContactsContract, CallLog and
Telephony beside it, and in AOSP's packages/providers/ContactsProvider and TelephonyProvider.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    label_of,
    moment,
    recognised,
    text_of,
    values,
)
from eenmalig.cleartext.sources.phones import android_contacts
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "android"

_MILLISECONDS = 1000
_OWN_NUMBERS = ("number", "phone_number_source_carrier", "phone_number_source_ims")
# Stands for the telephone itself in a message with pictures.
_SELF = "insert-address-token"
_MOST_GROUPS = 500_000


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has a table known from Android."""
    return recognised(path, _PARTS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, calls and messages. A column means nothing here."""
    yield from values(path, asked.label, _PARTS)


def _calls(database: Database) -> Iterator[StoredNumber | None]:
    rows = database.rows("calls", "number", "date", "name", "numberlabel", "numbertype", "deleted")
    for number, date, name, label, kind, deleted in rows:
        yield StoredNumber(
            text_of(number),
            label_of(name, label, android_contacts.kind_of(kind)),
            moment(date, UNIX, _MILLISECONDS),
            deleted=bool(deleted),
        )


def _own_of_calls(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the number of each SIM that calls were made with, once in a row."""
    before = ""
    for row in database.rows("calls", "phone_account_address"):
        number = text_of(row[0])
        yield StoredNumber(number, owner=True) if number not in {"", before} else None
        before = number or before


def _messages(database: Database) -> Iterator[StoredNumber | None]:
    for address, date in database.rows("sms", "address", "date"):
        yield _unless_mail(text_of(address), moment(date, UNIX, _MILLISECONDS))


def _picture_messages(database: Database) -> Iterator[StoredNumber | None]:
    groups = _groups(database)
    message = Joined("pdu", "_id", "msg_id", ("date",))
    for message_id, address, date in database.rows("addr", "msg_id", "address", joined=[message]):
        text = text_of(address)
        number = None if text == _SELF else _unless_mail(text, moment(date, UNIX))
        yield number and number._replace(group=message_id in groups)


def _groups(database: Database) -> set[int]:
    """Return the messages in which more than the telephone and one other take part.

    The addresses of one message stand together.
    """
    groups: set[int] = set()
    message, parties = None, set[str]()
    for number, address in database.rows("addr", "msg_id", "address"):
        if number != message:
            message, parties = number, set()
        parties.add(text_of(address))
        if len(parties) >= FEWEST_IN_GROUP and isinstance(number, int):
            parties.clear()
            groups.add(number)
        if len(groups) > _MOST_GROUPS:
            raise database.unreadable("holds more messages than can be held; ask for it in parts")
    return groups


def _unless_mail(text: str, at: datetime | None) -> StoredNumber | None:
    return None if "@" in text else StoredNumber(text, last_used=at)


def _sim_cards(database: Database) -> Iterator[StoredNumber | None]:
    for row in database.rows("siminfo", *_OWN_NUMBERS):
        numbers = dict.fromkeys(filter(None, map(text_of, row)))
        yield from (StoredNumber(number, owner=True) for number in numbers)
        if not numbers:
            yield None


_PARTS = (
    Part(
        (("data", "mimetype_id", "data1"), ("mimetypes", "_id", "mimetype")),
        android_contacts.contacts,
        together=True,
    ),
    Part((("calls", "number", "date"),), _calls),
    Part((("calls", "number", "date", "phone_account_address"),), _own_of_calls),
    Part((("sms", "address", "date", "thread_id"),), _messages),
    Part((("addr", "msg_id", "address"),), _picture_messages),
    Part((("siminfo", "icc_id", "number"),), _sim_cards),
)
