"""Messages of iOS: sms.db, whose handles are the people, and that of iOS 5 and before.

An address of a call or a message is a number, an e-mail address, or one of WhatsApp's.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    StoredNumber,
    apple_moment,
    latest,
    moment,
    stated,
    text_of,
)
from eenmalig.cleartext.sources.messengers.whatsapp_address import Address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

# The style of a conversation with several, and of one of two.
_GROUP, _OF_TWO = 43, 45
_MESSAGE, _OF_CHAT = ("message", "handle_id"), ("chat_handle_join", "chat_id", "handle_id")
_MOST = 500_000
_LONGEST_COUNTRY = 8


class _Sides(NamedTuple):
    """The handles of which something holds at times, and those of which it does not at times."""

    yes: set[Any]
    no: set[Any]

    def add(self, handle: Any, database: Database, *, holds: bool) -> None:
        """Note whether it holds this time. Fails when there are more than a telephone has."""
        (self.yes if holds else self.no).add(handle)
        if len(self.yes) + len(self.no) > _MOST:
            raise database.unreadable("names more people than can be held; ask for it in parts")

    def only(self, handle: Any) -> bool:
        """Return whether it holds of this handle, and never does not."""
        return handle in self.yes and handle not in self.no


def handles(database: Database) -> Iterator[StoredNumber | None]:
    """Yield every handle with its last message, whether in groups or deleted messages only."""
    dates: dict[Any, datetime] = {}
    countries: dict[Any, str] = {}
    deleted = _messages(database, dates, countries)
    groups = _groups(database)
    met = _met(database, deleted)
    rows = database.rows("handle", "ROWID", "id", "uncanonicalized_id", "country")
    for handle, canonical, other, country in rows:
        text = text_of(canonical) or text_of(other)
        value = of_address(text, at=dates.get(handle))
        yield value and value._replace(
            deleted=deleted.only(handle),
            group=groups.only(handle),
            contact=met is not None and handle not in met,
            beside=stated(text, dialled_in=text_of(country) or countries.get(handle, "")),
        )


def chats(database: Database) -> Iterator[StoredNumber | None]:
    """Yield with whom there is a conversation of two, where no handle has that address."""
    addresses = {""}
    for (text,) in database.rows("handle", "id"):
        addresses.add(text_of(text))
        if len(addresses) > _MOST:
            raise database.unreadable("names more people than can be held; ask for it in parts")
    told, with_messages = database.has(*_MESSAGE), _with_messages(database)
    for chat, text, style in database.rows("chat", "ROWID", "chat_identifier", "style"):
        address = text_of(text)
        lost = style == _OF_TWO and address not in addresses
        number = of_address(address) if lost else None
        yield number and number._replace(contact=told and chat not in with_messages)


def old_messages(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the addresses of messages before there were handles; iMessages had other fields."""
    columns = ("address", "date", "is_madrid", "madrid_handle", "country")
    for address, date, is_madrid, handle, country in database.rows("message", *columns):
        at = apple_moment(date) if is_madrid else moment(date, UNIX)
        number = of_address(text_of(address) or text_of(handle), at=at)
        beside = number and stated(number.text, dialled_in=text_of(country))
        yield number and number._replace(beside=beside)


def old_members(database: Database) -> Iterator[StoredNumber | None]:
    """Yield who takes part in the conversations of that time; without a message, a mere contact."""
    sizes: Counter[Any] = Counter()
    for (group,) in database.rows("group_member", "group_id"):
        sizes[group] += 1
        if len(sizes) > _MOST:
            raise database.unreadable("holds more conversations than can be held")
    held = {group for (group,) in database.rows("message", "group_id") if group in sizes}
    for group, address, country in database.rows("group_member", "group_id", "address", "country"):
        number = of_address(text_of(address))
        beside = number and stated(number.text, dialled_in=text_of(country))
        yield number and number._replace(
            group=sizes[group] > 1, contact=group not in held, beside=beside
        )


def _messages(database: Database, dates: dict[Any, datetime], countries: dict[Any, str]) -> _Sides:
    """Gather the last date and the country of each handle.

    Return who has recently deleted messages only.
    """
    sides = _Sides(set(), set())
    if not database.has(*_MESSAGE):
        return sides
    gone = _recently_deleted(database)
    columns = ("ROWID", "handle_id", "date", "country")
    for number, handle, date, country in database.rows("message", *columns):
        latest(dates, handle, apple_moment(date))
        if country:
            countries[handle] = text_of(country)[:_LONGEST_COUNTRY]
        sides.add(handle, database, holds=number in gone)
    return sides


def _met(database: Database, named: _Sides) -> set[Any] | None:
    """Return the handles with which a message was exchanged, None where no messages are kept.

    What went out may name its conversation alone.
    """
    if not database.has(*_MESSAGE):
        return None
    met, with_messages = named.yes | named.no, _with_messages(database)
    if database.has(*_OF_CHAT):
        met |= {handle for chat, handle in database.rows(*_OF_CHAT) if chat in with_messages}
    return met


def _with_messages(database: Database) -> set[Any]:
    """Return the conversations that hold a message."""
    held: set[Any] = set()
    if database.has("chat_message_join", "chat_id", "message_id"):
        for (chat,) in database.rows("chat_message_join", "chat_id"):
            held.add(chat)
            if len(held) > _MOST:
                raise database.unreadable("holds more conversations than can be held")
    return held


def _recently_deleted(database: Database) -> set[Any]:
    """Return the messages that were deleted and are kept for thirty days, since iOS 16."""
    gone: set[Any] = set()
    if database.has("chat_recoverable_message_join", "message_id"):
        for (number,) in database.rows("chat_recoverable_message_join", "message_id"):
            gone.add(number)
            if len(gone) > _MOST:
                raise database.unreadable("holds more messages than can be held; ask for less")
    return gone


def _groups(database: Database) -> _Sides:
    """Return who takes part in conversations with several, and in those of two."""
    sides = _Sides(set(), set())
    if not (database.has(*_OF_CHAT) and database.has("chat")):
        return sides
    groups = {chat for chat, style in database.rows("chat", "ROWID", "style") if style == _GROUP}
    for chat, handle in database.rows(*_OF_CHAT):
        sides.add(handle, database, holds=chat in groups)
    return sides


def of_address(text: str, name: str = "", at: datetime | None = None) -> StoredNumber | None:
    """Return the number of an address, None where it is an e-mail address or a group's."""
    if "@" not in text:
        return StoredNumber(text, name, at)
    number = Address(text).number()
    return StoredNumber(number, name, at) if number is not None else None
