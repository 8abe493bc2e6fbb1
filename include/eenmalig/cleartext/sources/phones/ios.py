"""Databases of iOS: AddressBook.sqlitedb, CallHistory.storedata and sms.db, and older ones.

Tried on an address book of iOS 15 from iLEAPP's public test data. Calls and messages, those of
iOS 7 and before too, only on databases built with the columns that public programs read.
Described in the source of such programs: abrignoni/iLEAPP on GitHub (addressBook.py,
callHistory.py and sms.py in scripts/artifacts), mvt and APOLLO; we know of no schema by Apple.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    apple_moment,
    label_of,
    moment,
    one_has_rows,
    recognised,
    stated,
    text_of,
    values,
)
from eenmalig.cleartext.sources.phones import ios_messages
from eenmalig.cleartext.sources.phones.ios_messages import of_address
from eenmalig.cleartext.sources.phones.postal_countries import add_country
from eenmalig.cleartext.sources.words.identifiers import dialled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "ios"

_PHONE_PROPERTY = 3
# What a country is called among the parts of a postal address; its other names are older.
_COUNTRY_KEYS = frozenset({"country", "countrycode", "country code"})
_NAMES = ("First", "Last", "Middle", "Nickname", "Organization", "Department", "JobTitle")
_PHONE_HANDLE = 2
# Other programs write calls with their own ids, which read like numbers of strangers.
_TELEPHONY = ("com.apple.", "net.whatsapp.")
_MOST_OWN = 1000
_MOST_COUNTRIES, _LONGEST_COUNTRY = 3, 8
_OF_CALL = ("ZADDRESS", "ZDATE", "ZNAME", "ZSERVICE_PROVIDER", "ZHANDLE_TYPE", "ZISO_COUNTRY_CODE")
# The number that a call came in on or was made from, by the name it has in one version or another.
_OWN_OF_CALL = ("ZLOCALADDRESS", "ZLOCAL_ADDRESS")
_OWN_OF_CHAT = ("account_login", "last_addressed_handle")
_OWN_OF_MESSAGE = ("destination_caller_id", "account")
# Of iOS 5, which called iMessage by another name.
_OWN_OF_IMESSAGE = (("message", "madrid_account"), ("madrid_chat", "account_login"))
# Where a network passed texts on.
_NOBODYS = frozenset({("message", "service_center"), ("message", "svc_center")})
_MOST_CALLS = 500_000
_DUTCH_NETWORKS = "204"
_PARTICIPANTS = (
    "Z_2REMOTEPARTICIPANTHANDLES",
    "Z_2REMOTEPARTICIPANTCALLS",
    "Z_4REMOTEPARTICIPANTHANDLES",
)


class _Taken(NamedTuple):
    """Which handles took part in calls: of two, of more, and in which countries."""

    alone: set[int]
    groups: set[int]
    countries: dict[int, set[str]]


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has a table known from iOS."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, calls and messages. A column means nothing here."""
    yield from values(path, asked, _PARTS, _NOBODYS)


def _contacts(database: Database) -> Iterator[StoredNumber | None]:
    own = _own_cards(database)
    names = Joined("ABPerson", "ROWID", "record_id", _NAMES)
    kind = Joined("ABMultiValueLabel", "rowid", "label", ("value",))
    rows = database.rows(
        "ABMultiValue",
        "value",
        "record_id",
        only={"property": [_PHONE_PROPERTY]},
        joined=[names, kind],
    )
    beside = one_has_rows(database, "ZCALLRECORD", "call", "message", "handle")
    countries = _countries(database)
    for number, card, *words in rows:
        text = text_of(number)
        yield StoredNumber(
            text,
            label_of(*words),
            owner=card in own,
            contact=beside,
            beside=stated(text, address=countries.get(card, "")),
        )


def _countries(database: Database) -> dict[Any, str]:
    """Return the countries of the postal addresses of each card that tells one, one a line."""
    countries: dict[Any, str] = {}
    if database.has("ABMultiValueEntry", "parent_id", "key", "value"):
        address = Joined("ABMultiValue", "UID", "parent_id", ("record_id",))
        kind = Joined("ABMultiValueEntryKey", "rowid", "key", ("value",))
        rows = database.rows("ABMultiValueEntry", "value", joined=[address, kind])
        for value, card, key in rows:
            if text_of(key).casefold() in _COUNTRY_KEYS:
                add_country(countries, card, text_of(value), database)
    return countries


def _own_cards(database: Database) -> set[int]:
    """Return the cards that the owner marked as his own."""
    own: set[int] = set()
    if database.has("ABStore", "MeIdentifier"):
        for (card,) in database.rows("ABStore", "MeIdentifier"):
            if isinstance(card, int) and card > 0 and len(own) < _MOST_OWN:
                own.add(card)
    return own


def _calls(database: Database) -> Iterator[StoredNumber | None]:
    for address, date, name, provider, kind, country in database.rows("ZCALLRECORD", *_OF_CALL):
        by = text_of(provider)
        other = by and not by.startswith(_TELEPHONY) and kind != _PHONE_HANDLE
        text = text_of(address)
        if other and not _is_dialled(text):
            yield None
            continue
        number = of_address(text, text_of(name), apple_moment(date))
        yield number and number._replace(beside=stated(text, dialled_in=text_of(country)))


def _callers(database: Database) -> Iterator[StoredNumber | None]:
    """Yield who took part in calls; a call with several has no address of its own."""
    known = _calls_of(database)
    for row, value, kind, form in database.rows(
        "ZHANDLE", "Z_PK", "ZVALUE", "ZTYPE", "ZNORMALIZEDVALUE"
    ):
        text = text_of(value)
        phone = kind == _PHONE_HANDLE or _is_dialled(text)
        number = of_address(text) if phone else None
        country = " ".join(sorted(known.countries.get(row, ())))
        beside = stated(text, dialled_in=country, international=text_of(form))
        group = row in known.groups and row not in known.alone
        # The database keeps handles of calls that are gone.
        called = row in known.groups or row in known.alone
        yield number and number._replace(group=group, contact=not called, beside=beside)


def _is_dialled(text: str) -> bool:
    return text.startswith("+") or dialled(text) is not None


def _calls_of(database: Database) -> _Taken:
    """Return the handles that took part in a call of two, in one with more, and where."""
    counts: Counter[int] = Counter()
    taken = _Taken(set(), set(), {})
    if database.has(*_PARTICIPANTS):
        for (call,) in database.rows(*_PARTICIPANTS[:2]):
            counts[call] += 1
            if len(counts) > _MOST_CALLS:
                raise database.unreadable("holds more calls than can be held; ask for it in parts")
        call_record = Joined("ZCALLRECORD", "Z_PK", _PARTICIPANTS[1], ("ZISO_COUNTRY_CODE",))
        for call, handle, country in database.rows(*_PARTICIPANTS, joined=[call_record]):
            (taken.groups if counts[call] > 1 else taken.alone).add(handle)
            countries = taken.countries.setdefault(handle, set())
            if len(countries) < _MOST_COUNTRIES:
                countries.add(text_of(country)[:_LONGEST_COUNTRY])
    return taken


def _old_calls(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the calls of call_history.db, up to iOS 7."""
    for address, date, network in database.rows("call", "address", "date", "country_code"):
        number = of_address(text_of(address), at=moment(date, UNIX))
        # The country of the network, as networks number them: no other country's is known here,
        # and in doubt the number is set aside.
        country = "NL" if text_of(network) == _DUTCH_NETWORKS else text_of(network)
        yield number and number._replace(beside=stated(number.text, dialled_in=country))


def _own(table: str, columns: tuple[str, ...], database: Database) -> Iterator[StoredNumber | None]:
    """Yield each own number once; an own account that is a number is marked ``P:``."""
    seen: set[str] = set()
    for row in database.rows(table, *columns):
        for value in row:
            number = _own_number(value)
            new = number is not None and number not in seen and len(seen) < _MOST_OWN
            if number is not None and new:
                seen.add(number)
                yield StoredNumber(number, owner=True)


def _own_number(value: Any) -> str | None:
    kind, colon, account = text_of(value).partition(":")
    text = account if colon and kind.lower() in {"p", "tel"} else text_of(value)
    return None if not text or "@" in text or not any(map(str.isdecimal, text)) else text


_HANDLE = ("handle", "id", "service")
_CALL = ("ZCALLRECORD", "ZADDRESS", "ZDATE")
_OLD_MESSAGE = ("message", "address", "date", "flags")
# Other programs have messages and calls too: those of iOS have more beside them.
_PROGRAMS = (
    (("ABMultiValue", "record_id", "property", "value"),),
    (_CALL,),
    ((*_HANDLE, "country"),),
    (_HANDLE, ("message", "handle_id")),
    ((*_OLD_MESSAGE, "group_id"),),
    (("call", "address", "date", "duration", "flags"),),
)
_PARTS = (
    Part((("ABMultiValue", "record_id", "property", "value"),), _contacts),
    Part((_CALL,), _calls),
    Part((_CALL, ("ZHANDLE", "ZVALUE")), _callers),
    Part((_HANDLE,), ios_messages.handles),
    Part((("handle", "id"), ("message", "handle_id")), partial(_own, "message", _OWN_OF_MESSAGE)),
    Part((("handle", "id"), ("chat",)), partial(_own, "chat", _OWN_OF_CHAT)),
    Part((_OLD_MESSAGE,), ios_messages.old_messages),
    Part((("call", "address", "date", "duration"),), _old_calls),
    Part((_CALL,), partial(_own, "ZCALLRECORD", _OWN_OF_CALL)),
    Part((("handle", "id"), ("chat", "chat_identifier", "style")), ios_messages.chats),
    *(
        Part((_OLD_MESSAGE, (table, column)), partial(_own, table, (column,)))
        for table, column in _OWN_OF_IMESSAGE
    ),
    Part(
        (("group_member", "group_id", "address"), (*_OLD_MESSAGE, "group_id")),
        ios_messages.old_members,
    ),
)
