"""Databases of Android: contacts2.db, calllog.db, mmssms.db, and telephony.db for the owner.

What a contact is called stands around its number: see ``android_contacts``; whom a message is from
and to, see ``android_messages``. A call says in what country it was made (``countryiso``), and it
keeps the number in an international form of its own (``normalized_number``), as a contact does
(``data4``).

Tried on databases built with the tables of AOSP's providers of contacts, calls and telephony, not
on those of a known version of Android.
Described in https://developer.android.com/reference/android/provider/ContactsContract, CallLog and
Telephony beside it, and in AOSP's packages/providers/ContactsProvider and TelephonyProvider.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    label_of,
    moment,
    one_has_rows,
    recognised,
    stated,
    text_of,
    values,
)
from eenmalig.cleartext.sources.phones import android_contacts, android_messages, android_rcs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "android"

_MILLISECONDS = 1000
_OWN_NUMBERS = ("number", "phone_number_source_carrier", "phone_number_source_ims")
# The account and the SIM of a call, and the one of several numbers of a SIM that was called.
_OWN_OF_CALL = ("phone_account_address", "via_number", "subscription_id")
_OF_CALL = (
    *("number", "date", "name", "numberlabel", "numbertype", "deleted"),
    *("countryiso", "normalized_number", "formatted_number"),
)
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
# Numbers of a network's exchanges, through which texts came.
_NOBODYS = frozenset({("sms", "service_center"), ("raw", "service_center")})


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has the tables of a program of Android."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, calls and messages. A column means nothing here."""
    yield from values(path, asked, _PARTS, _NOBODYS)


def _contacts(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the address book; beside calls or messages it names mere contacts."""
    beside = one_has_rows(database, "calls", "sms", "addr")
    for number in android_contacts.contacts(database):
        yield number and number._replace(contact=beside)


def _calls(database: Database) -> Iterator[StoredNumber | None]:
    for number, date, name, label, kind, deleted, *beside in database.rows("calls", *_OF_CALL):
        dialled_in, form, shown = map(text_of, beside)
        text = text_of(number)
        # As it is shown it is international only where it is another country's.
        form = form or (shown if shown.startswith("+") else "")
        yield StoredNumber(
            text,
            label_of(name, label, android_contacts.kind_of(kind)),
            moment(date, UNIX, _MILLISECONDS),
            deleted=bool(deleted),
            beside=stated(text, dialled_in=dialled_in, international=form),
        )


def _own_of_calls(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the number of each SIM that calls were made with, once in a row."""
    before = [""] * len(_OWN_OF_CALL)
    for row in database.rows("calls", *_OWN_OF_CALL):
        for place, value in enumerate(row):
            number = text_of(value)
            new = number != before[place] and _may_be_number(number)
            yield StoredNumber(number, owner=True) if new else None
            before[place] = number or before[place]


def _may_be_number(text: str) -> bool:
    """Return whether an account may be a number: many are the id of a card, or a place of one."""
    return _FEWEST_DIGITS <= sum(map(str.isdecimal, text)) <= _MOST_DIGITS


def _sim_cards(database: Database) -> Iterator[StoredNumber | None]:
    for row in database.rows("siminfo", *_OWN_NUMBERS):
        numbers = dict.fromkeys(filter(None, map(text_of, row)))
        yield from (StoredNumber(number, owner=True) for number in numbers)
        if not numbers:
            yield None


_CARDS = (("data", "mimetype_id", "data1"), ("mimetypes", "_id", "mimetype"))
_CALL = ("calls", "number", "date", "type")
_TEXT = ("sms", "address", "date", "thread_id")
# Other programs have calls and texts too: Android's have more beside them.
_PROGRAMS = (
    (("data", "mimetype_id", "raw_contact_id", "data1"),),
    ((*_CALL, "numbertype"),),
    ((*_CALL, "countryiso"),),
    ((*_CALL, "presentation"),),
    ((*_CALL, "phone_account_address"),),
    ((*_TEXT, "protocol", "service_center"),),
    (_TEXT, ("pdu", "_id", "thread_id")),
    (_TEXT, ("threads", "_id", "recipient_ids")),
    (("pdu", "_id", "thread_id"), ("addr", "msg_id", "address")),
    (("siminfo", "icc_id", "number"),),
    *android_rcs.PROGRAMS,
)
_PARTS = (
    Part(_CARDS, _contacts, together=True),
    Part((("calls", "number", "date"),), _calls),
    Part((("calls", "number", "date"),), _own_of_calls),
    Part((_TEXT,), android_messages.texts),
    Part((("addr", "msg_id", "address"),), android_messages.picture_messages),
    Part((("siminfo", "icc_id", "number"),), _sim_cards),
    Part(
        (("canonical_addresses", "_id", "address"), ("threads", "_id", "recipient_ids")),
        android_messages.conversations,
    ),
    Part((("bin_sms", "address", "thread_id"),), partial(android_messages.thrown_away, "bin_sms")),
    Part((("bin_addr", "msg_id", "address"),), partial(android_messages.thrown_away, "bin_addr")),
    *android_rcs.PARTS,
)
