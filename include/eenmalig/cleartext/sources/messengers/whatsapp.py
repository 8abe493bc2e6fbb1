"""Databases of WhatsApp: wa.db and msgstore.db of Android, ContactsV2 and ChatStorage of iOS.

Newer versions name people by an id (LID). The table that leads from it to a number stands in the
same database, or in another one (msgstore.db, LID.sqlite) that is given as a companion.

Tried on those of iOS 15 of iLEAPP's public test data, and on wa.db and msgstore.db of 2020 of
IPED's. Other versions only on databases built with the columns that public programs read.
Described in the source of such programs: abrignoni/ALEAPP (WhatsApp.py in scripts/artifacts) and
abrignoni/iLEAPP (whatsApp.py) on GitHub, and frozenspider/chat-history-manager there (schemas of
2023 and 2026); we know of no schema by WhatsApp. That ``message_details`` names the telephone's
own device beside what went out is what WhatsApp itself does (MessageDetailsStore).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sources.files import sqlite_rows
from eenmalig.cleartext.sources.files.sqlite_copy import companions_of
from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import (
    Part,
    StoredNumber,
    apple_moment,
    label_of,
    later,
    recognised,
    stated,
    text_of,
    values,
)
from eenmalig.cleartext.sources.messengers import whatsapp_android, whatsapp_leftovers
from eenmalig.cleartext.sources.messengers.whatsapp_address import UNRESOLVED
from eenmalig.cleartext.sources.messengers.whatsapp_links import (
    TABLES,
    Links,
    add_links,
    of_two,
    resolved,
)
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "whatsapp"
TAKES_COMPANIONS = True

# Two spellings of one number end in the same digits, with or without the country.
_SAME_END = 8
_MOST = 300_000
_ANDROID_NAMES = (
    *("display_name", "wa_name", "nickname", "company", "title"),
    *("given_name", "family_name", "verified_name", "phone_label"),
)
_MEMBERS = (
    ("group_participant_user", "user_jid_row_id"),
    ("group_past_participant_user", "user_jid_row_id"),
)
_IOS_MESSAGE = ("ZFROMJID", "ZTOJID", "ZISFROMME", "ZMESSAGEDATE")
# What WhatsApp writes itself: changes of a group, and that messages are encrypted.
_IOS_LINES = frozenset({6, 10})
_IOS_NUMBERS = ("ZPHONENUMBER", "ZLOCALIZEDPHONENUMBER")
_IOS_NAMES = ("ZFULLNAME", "ZORGANIZATIONNAME", "ZBUSINESSNAME", "ZPHONENUMBERLABEL")


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has a table of people known from WhatsApp."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of contacts, chats, calls and groups. A column means nothing here.

    Whoever is named by an id without a known number is yielded as a text that is no number, so
    that he is counted.
    Fails when a companion holds no such ids (``SOURCE_FORMAT``).
    """
    links: Links = {}
    for companion in companions_of(path):
        if not sqlite_rows.holds(companion, *TABLES):
            why = "does not lead from ids to numbers, as LID.sqlite or msgstore.db does"
            raise EenmaligError(Code.SOURCE_FORMAT, f"{asked.label}, companion: {why}")
        with sqlite_rows.opened(companion, f"{asked.label}, companion") as database:
            add_links(links, database, asked.label)
    with sqlite_rows.opened(path, asked.label) as database:
        add_links(links, database, asked.label)
    yield from values(path, asked, _parts(links))


def _android_contacts(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    for jid, number, *names in database.rows("wa_contacts", "jid", "number", *_ANDROID_NAMES):
        yield from _either(links, text_of(jid), text_of(number), label_of(*names))


def _ios_contacts(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    rows = database.rows("ZWAADDRESSBOOKCONTACT", "ZWHATSAPPID", *_IOS_NUMBERS, *_IOS_NAMES)
    for jid, number, form, *names in rows:
        written = text_of(number)
        for value in _either(links, text_of(jid), written, label_of(*names)):
            is_written = value is not None and value.text == written
            beside = stated(written, international=text_of(form)) if is_written else None
            yield value and value._replace(beside=beside)


def _either(links: Links, jid: str, number: str, label: str) -> Iterator[StoredNumber | None]:
    """Yield the address's number, and the one as it was written where that is another.

    It stands in the address book: who was in touch has a chat, a call or a message too.
    """
    known = resolved(links, jid)
    if known is None or known == UNRESOLVED or not known.strip("+0"):
        text = number or known
        group = text is None and jid
        yield None if group else StoredNumber(text or "", label, contact=True)
    else:
        yield StoredNumber(known, label, contact=True)
        if not _same(known, number):
            yield StoredNumber(number, label, contact=True)


def _same(known: str, number: str) -> bool:
    digits = "".join(sign for sign in number if sign.isdigit())
    return not number or (len(digits) >= _SAME_END and known.endswith(digits[-_SAME_END:]))


def _ios_chats(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    exchanged, silent = _ios_exchanged(links, database)
    columns = ("Z_PK", "ZCONTACTJID", "ZLASTMESSAGEDATE", "ZPARTNERNAME", "ZREMOVED")
    for chat, jid, at, name, removed in database.rows("ZWACHATSESSION", *columns):
        last = apple_moment(at)
        # A conversation that was only opened, or in which nobody wrote to somebody else.
        empty = chat in silent or (last is None and chat not in exchanged)
        number = of_two(links, text_of(jid), last, text_of(name))
        yield number and number._replace(deleted=bool(removed), contact=empty)


def _ios_exchanged(links: Links, database: Database) -> tuple[set[Any], set[Any]]:
    """Return the conversations that hold a message, and those with WhatsApp's own lines alone.

    To the latter belong those in which everything went out, where nothing tells the own number: one
    of them may be the owner's with himself.
    """
    lines, outgoing, answered = set[Any](), set[Any](), set[Any]()
    own_is_told = False
    if database.has("ZWAMESSAGE", "ZCHATSESSION"):
        columns = ("ZCHATSESSION", "ZMESSAGETYPE", "ZISFROMME", "ZTOJID")
        for chat, kind, mine, to in database.rows("ZWAMESSAGE", *columns):
            exchanged = outgoing if mine == 1 else answered
            (lines if kind in _IOS_LINES else exchanged).add(chat)
            own_is_told = own_is_told or (mine == 0 and _is_number(links, text_of(to)))
            if len(lines) + len(outgoing) + len(answered) > _MOST:
                raise database.unreadable("holds more conversations than can be held")
    exchanged = outgoing | answered
    return exchanged, lines - exchanged if own_is_told else (lines | outgoing) - answered


def _is_number(links: Links, jid: str) -> bool:
    return (resolved(links, jid) or "").startswith("+")


def _ios_members(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    chat = Joined("ZWACHATSESSION", "Z_PK", "ZCHATSESSION", ("ZREMOVED",))
    rows = database.rows(
        "ZWAGROUPMEMBER", "ZMEMBERJID", "ZCONTACTNAME", "ZFIRSTNAME", joined=[chat]
    )
    for jid, name, other, removed in rows:
        number = of_two(links, text_of(jid), None, label_of(name, other))
        yield number and number._replace(deleted=bool(removed), group=True)


def _ios_senders(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield once whoever wrote or was written to, also who is in no chat and no group any more.

    What came in names the telephone's own address as the one that it went to.
    """
    senders: dict[str, datetime | None] = {}
    others: dict[str, datetime | None] = {}
    own = set[str]()
    for sender, to, mine, at in database.rows("ZWAMESSAGE", *_IOS_MESSAGE):
        for people, jid in ((senders, text_of(sender)), (others, text_of(to) if mine else "")):
            if jid:
                people[jid] = later(people.get(jid), apple_moment(at))
        if mine == 0:
            own.add(text_of(to))
        if len(senders) + len(others) + len(own) > _MOST:
            raise database.unreadable("names more people than can be held; ask for it in parts")
    for jid, last in senders.items():
        number = of_two(links, jid, last)
        yield number and number._replace(group=True)
    # Who never answered may be the owner himself, where nothing tells his number.
    own_is_told = any(_is_number(links, jid) for jid in own)
    for jid, last in others.items():
        number = of_two(links, jid, last)
        unknown = not own_is_told and jid not in senders
        yield number and number._replace(contact=unknown)
    for jid in sorted(own - {""}):
        number = of_two(links, jid, None)
        yield number and number._replace(owner=True)


def _ios_calls(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield who took part in calls; with a group's address it was a call of a group."""
    call = Joined("ZWACDCALLEVENT", "Z_PK", "Z1PARTICIPANTS", ("ZDATE", "ZGROUPJIDSTRING"))
    rows = database.rows("ZWACDCALLEVENTPARTICIPANT", "ZJIDSTRING", joined=[call])
    for jid, at, group in rows:
        number = of_two(links, text_of(jid), apple_moment(at))
        yield number and number._replace(group=bool(text_of(group)))


def _parts(links: Links) -> tuple[Part, ...]:
    people = whatsapp_android
    jid = ("jid", "_id", "user")
    return (
        Part((("wa_contacts", "jid"),), partial(_android_contacts, links)),
        Part((("chat", "jid_row_id"), jid), partial(people.chats, links), together=True),
        Part((("call_log", "jid_row_id"), jid), partial(people.calls, links), together=True),
        Part((("chat_list", "key_remote_jid"),), partial(people.old_chats, links)),
        Part((("ZWAADDRESSBOOKCONTACT", "ZWHATSAPPID"),), partial(_ios_contacts, links)),
        Part((("ZWACHATSESSION", "ZCONTACTJID"),), partial(_ios_chats, links)),
        *(
            Part(((table, by), jid), partial(people.members, table, links), together=True)
            for table, by in _MEMBERS
        ),
        Part((("group_participants", "gjid", "jid"),), partial(people.old_members, links)),
        Part((("message", "sender_jid_row_id"), jid), partial(people.senders, links)),
        Part((("messages", "key_remote_jid", "key_from_me"),), partial(people.old_messages, links)),
        Part((("ZWAGROUPMEMBER", "ZMEMBERJID"),), partial(_ios_members, links)),
        Part((("ZWACDCALLEVENTPARTICIPANT", "ZJIDSTRING"),), partial(_ios_calls, links)),
        Part(
            (("call_log_participant_v2", "jid_row_id"), jid),
            partial(people.callers, links),
            together=True,
        ),
        Part((("ZWAMESSAGE", "ZFROMJID"),), partial(_ios_senders, links)),
        Part((people.OWN_OF_CALLS, jid), partial(people.own_of_calls, links)),
        Part((jid,), partial(people.others, links)),
        *whatsapp_leftovers.parts(links),
        Part((people.OWN_OF_MESSAGES, jid), partial(people.own_of_messages, links)),
    )


# Each has a name or a column that no other program's has.
_PROGRAMS = (
    (("wa_contacts", "jid"),),
    (("chat", "jid_row_id"),),
    (("call_log", "jid_row_id"),),
    (("chat_list", "key_remote_jid"),),
    (("messages", "key_remote_jid", "key_from_me"),),
    (("group_participants", "gjid", "jid"),),
    (("message", "sender_jid_row_id"), ("jid", "_id", "user")),
    (("ZWAADDRESSBOOKCONTACT", "ZWHATSAPPID"),),
    (("ZWACHATSESSION", "ZCONTACTJID"),),
    (("ZWAGROUPMEMBER", "ZMEMBERJID"),),
    (("ZWAMESSAGE", "ZFROMJID"),),
    (("ZWACDCALLEVENTPARTICIPANT", "ZJIDSTRING"),),
)
