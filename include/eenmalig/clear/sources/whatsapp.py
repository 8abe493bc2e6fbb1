"""Databases of WhatsApp: wa.db and msgstore.db of Android, ContactsV2 and ChatStorage of iOS.

Newer versions name people by an id (LID). The table that leads from it to a number stands in the
same database, or in another one (msgstore.db, LID.sqlite) that is given as a companion.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from eenmalig.clear.sources import sqlite_rows
from eenmalig.clear.sources.sqlite_copy import companions_of
from eenmalig.clear.sources.sqlite_rows import Joined
from eenmalig.clear.sources.sqlite_values import (
    UNIX,
    Found,
    Part,
    apple_moment,
    label_of,
    moment,
    recognised,
    text_of,
    values,
)
from eenmalig.clear.sources.values import FieldKind
from eenmalig.clear.sources.whatsapp_address import UNRESOLVED, Address
from eenmalig.clear.sources.whatsapp_links import TABLES, Links, add_links
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.clear.sources.sqlite_rows import Database
    from eenmalig.clear.sources.values import Asked, RawValue

NAME = "whatsapp"
TAKES_COMPANIONS = True

_MILLISECONDS = 1000
# Two spellings of one number end in the same digits, with or without the country.
_SAME_END = 8
_JID = ("raw_string", "user", "server")


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has a table of people known from WhatsApp."""
    return recognised(path, _parts({}))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, chats of two and calls. A column means nothing here.

    Whoever is named by an id without a known number is yielded as a text that is no number, so
    that he is counted.
    Fails when a companion holds no such ids (``SOURCE_FORMAT``).
    """
    links: Links = {}
    for each in companions_of(path):
        if not sqlite_rows.holds(each, *TABLES):
            said = "does not lead from ids to numbers, as LID.sqlite or msgstore.db does"
            raise EenmaligError(Code.SOURCE_FORMAT, f"{asked.label}, companion: {said}")
        with sqlite_rows.opened(each, f"{asked.label}, companion") as database:
            add_links(links, database, asked.label)
    with sqlite_rows.opened(path, asked.label) as database:
        add_links(links, database, asked.label)
    yield from values(path, asked.label, _parts(links))


def _android_contacts(links: Links, database: Database) -> Iterator[Found | None]:
    rows = database.rows("wa_contacts", "jid", "number", "display_name", "wa_name")
    for jid, number, name, other in rows:
        yield from _either(links, text_of(jid), text_of(number), label_of(name, other))


def _ios_contacts(links: Links, database: Database) -> Iterator[Found | None]:
    rows = database.rows(
        "ZWAADDRESSBOOKCONTACT", "ZWHATSAPPID", "ZPHONENUMBER", "ZFULLNAME", "ZPHONENUMBERLABEL"
    )
    for jid, number, name, kind in rows:
        yield from _either(links, text_of(jid), text_of(number), label_of(name, kind))


def _either(links: Links, jid: str, number: str, label: str) -> Iterator[Found | None]:
    """Yield the address's number, and the one as it was written where that is another."""
    known = _resolved(links, jid)
    if known is None or known == UNRESOLVED or not known.strip("+0"):
        text = number or known
        group = text is None and jid
        yield None if group else Found(text or "", label)
    else:
        yield Found(known, label)
        if not _same(known, number):
            yield Found(number, label)


def _same(known: str, number: str) -> bool:
    digits = "".join(each for each in number if each.isdigit())
    return not number or (len(digits) >= _SAME_END and known.endswith(digits[-_SAME_END:]))


def _resolved(links: Links, jid: str) -> str | None:
    address = Address(jid)
    if address.is_linked:
        return links.get(address.user, UNRESOLVED)
    return address.number()


def _android_chats(links: Links, database: Database) -> Iterator[Found | None]:
    yield from _by_jid(links, database, "chat", "sort_timestamp")


def _android_calls(links: Links, database: Database) -> Iterator[Found | None]:
    yield from _by_jid(links, database, "call_log", "timestamp")


def _by_jid(links: Links, database: Database, table: str, date: str) -> Iterator[Found | None]:
    jid = Joined("jid", "_id", "jid_row_id", _JID)
    for at, raw, user, server in database.rows(table, date, joined=[jid]):
        text = text_of(raw) or f"{text_of(user)}@{text_of(server)}"
        yield _of_two(links, text, moment(at, UNIX, _MILLISECONDS))


def _old_android_chats(links: Links, database: Database) -> Iterator[Found | None]:
    for jid, at in database.rows("chat_list", "key_remote_jid", "sort_timestamp"):
        yield _of_two(links, text_of(jid), moment(at, UNIX, _MILLISECONDS))


def _ios_chats(links: Links, database: Database) -> Iterator[Found | None]:
    rows = database.rows(
        "ZWACHATSESSION", "ZCONTACTJID", "ZLASTMESSAGEDATE", "ZPARTNERNAME", "ZREMOVED"
    )
    for jid, at, name, removed in rows:
        found = _of_two(links, text_of(jid), apple_moment(at), text_of(name))
        yield found and found._replace(deleted=bool(removed))


def _of_two(links: Links, jid: str, at: datetime | None, label: str = "") -> Found | None:
    if "@" not in jid.strip("@"):
        return Found(jid.strip("@"), label, at, field=FieldKind.UNLABELLED)
    number = _resolved(links, jid)
    return None if number is None else Found(number, label, at)


def _parts(links: Links) -> tuple[Part, ...]:
    jid = ("jid", "_id", "raw_string")
    return (
        Part((("wa_contacts", "jid", "number"),), partial(_android_contacts, links)),
        Part((("chat", "jid_row_id"), jid), partial(_android_chats, links)),
        Part((("call_log", "jid_row_id"), jid), partial(_android_calls, links)),
        Part((("chat_list", "key_remote_jid"),), partial(_old_android_chats, links)),
        Part((("ZWAADDRESSBOOKCONTACT", "ZWHATSAPPID"),), partial(_ios_contacts, links)),
        Part((("ZWACHATSESSION", "ZCONTACTJID"),), partial(_ios_chats, links)),
    )
