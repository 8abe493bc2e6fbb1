"""From WhatsApp's ids (LIDs) to numbers, as its databases keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import StoredNumber, text_of
from eenmalig.cleartext.sources.messengers.whatsapp_address import UNRESOLVED, Address
from eenmalig.cleartext.sources.values import FieldKind
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

# From an id without its server to a number in international form.
Links: TypeAlias = dict[str, str]

MOST = 500_000

_PAIRS = ("ZWAPHONENUMBERLIDPAIR", "ZLID", "ZPHONENUMBER")
_MAP = ("jid_map", "lid_row_id", "jid_row_id")
_JID = ("jid", "_id", "raw_string")
_CONTACTS = ("ZWAADDRESSBOOKCONTACT", "ZLID", "ZWHATSAPPID")
_CHATS = ("ZWACHATSESSION", "ZCONTACTJID", "ZCONTACTIDENTIFIER")

TABLES = ((_PAIRS,), (_MAP, _JID), (_CONTACTS,))


def add_links(links: Links, database: Database, label: str) -> None:
    """Add what the database knows; what is known already stays.

    Fails when there are more than a telephone holds (``SOURCE_UNREADABLE``).
    """
    for lid, number in _pairs(database):
        if len(links) >= MOST:
            why = f"leads from more than {MOST:_} ids to numbers"
            raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: {why}")
        links.setdefault(lid, number)


def resolved(links: Links, jid: str) -> str | None:
    """Return the number of an address, ``UNRESOLVED`` where none is known, None for a group."""
    address = Address(jid)
    if address.is_linked:
        return links.get(address.user, UNRESOLVED)
    return address.number()


def of_two(links: Links, jid: str, at: datetime | None, label: str = "") -> StoredNumber | None:
    """Return whom an address stands for, None for a group; junk goes on, to be refused."""
    if "@" not in jid.strip("@"):
        return StoredNumber(jid.strip("@"), label, at, field=FieldKind.UNLABELLED)
    number = resolved(links, jid)
    return None if number is None else StoredNumber(number, label, at)


def _pairs(database: Database) -> Iterator[tuple[str, str]]:
    for lid, phone in _written(database):
        number = _number(phone)
        user = Address(lid).user
        if number and user:
            yield user, number


def _written(database: Database) -> Iterator[tuple[str, str]]:
    """Yield every pair of id and number as texts, of all tables that pair them."""
    for table, *columns in (_PAIRS, _CONTACTS):
        if database.has(table, *columns):
            for lid, phone in database.rows(table, *columns):
                yield text_of(lid), text_of(phone)
    if database.has(*_MAP) and database.has(*_JID):
        both = [Joined("jid", "_id", column, ("raw_string",)) for column in _MAP[1:]]
        for lid, phone in database.rows(_MAP[0], joined=both):
            yield text_of(lid), text_of(phone)
    if database.has(*_CHATS):
        for jid, other in database.rows(*_CHATS):
            if Address(text_of(jid)).is_linked:
                yield text_of(jid), text_of(other)


def _number(phone: str) -> str | None:
    if not phone:
        return None
    number = Address(phone).number() if "@" in phone else f"+{Address(phone).user}"
    return number if number and number.strip("+").isdecimal() else None
