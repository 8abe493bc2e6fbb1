"""Chats, calls and groups of WhatsApp's msgstore.db on Android, of all its schemas.

Newer versions keep every address once, in the table ``jid``; older ones write it out each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import UNIX, later, moment, text_of
from eenmalig.cleartext.sources.messengers.whatsapp_links import of_two

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.files.sqlite_values import StoredNumber
    from eenmalig.cleartext.sources.messengers.whatsapp_links import Links

_MILLISECONDS = 1000
_MOST = 300_000
_MOST_OWN = 1000
# The kind of what WhatsApp writes itself, such as that messages are encrypted; in older versions
# a status.
_LINE, _OLD_LINE = 7, 6
_JID = ("raw_string", "user", "server")
# What leads to an address that is read.
_USING = (
    ("chat", "jid_row_id"),
    ("call_log", "jid_row_id"),
    ("call_log", "call_creator_device_jid_row_id"),
    ("call_log_participant_v2", "jid_row_id"),
    ("message", "sender_jid_row_id"),
    ("group_participant_user", "user_jid_row_id"),
    ("group_past_participant_user", "user_jid_row_id"),
)
# What tells the device of each call and of each message; the table is the first.
OWN_OF_CALLS = ("call_log", "call_creator_device_jid_row_id", "from_me")
OWN_OF_MESSAGES = ("message_details", "message_row_id", "author_device_jid")


def chats(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the chats of two; one in which nobody wrote to somebody else names a mere contact."""
    silent = _silent(database, own_is_told=_tells_own(links, database))
    alone = _old_silent(database)
    for chat, at, jid in _by_jid(database, "chat", "jid_row_id", "_id", "sort_timestamp"):
        number = of_two(links, jid, _moment(at))
        yield number and number._replace(contact=chat in silent or jid in alone)


def _silent(database: Database, *, own_is_told: bool) -> set[Any]:
    """Return the chats that hold lines of WhatsApp itself and nothing else.

    Where nothing tells the own number, also those in which everything went out: nothing tells which
    of them is the owner's with himself.
    """
    lines, outgoing, answered = set[Any](), set[Any](), set[Any]()
    if database.has("message", "chat_row_id", "message_type"):
        columns = ("chat_row_id", "message_type", "from_me")
        for chat, kind, mine in database.rows("message", *columns):
            exchanged = outgoing if mine == 1 else answered
            _keep(lines if kind == _LINE else exchanged, chat, database)
    return lines - outgoing - answered if own_is_told else (lines | outgoing) - answered


def calls(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the calls; one of a group names the group beside the one who called."""
    columns = ("timestamp", "group_jid_row_id")
    for at, group, jid in _by_jid(database, "call_log", "jid_row_id", *columns):
        number = of_two(links, jid, _moment(at))
        yield number and number._replace(group=bool(group))


def callers(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield who else took part in calls with several."""
    call = Joined("call_log", "_id", "call_log_row_id", ("jid_row_id", "timestamp"))
    jid = Joined("jid", "_id", "jid_row_id", _JID)
    rows = database.rows("call_log_participant_v2", "jid_row_id", joined=[call, jid])
    for who, caller, at, *written in rows:
        other = who != caller
        yield _in_group(of_two(links, _written(*written), _moment(at))) if other else None


def members(table: str, links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the members of groups, of today or of the past."""
    for (jid,) in _by_jid(database, table, "user_jid_row_id"):
        yield _in_group(of_two(links, jid, None))


def senders(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield once whoever wrote in a group, also who has left it."""
    dates: dict[Any, datetime | None] = {}
    for sender, at in database.rows("message", "sender_jid_row_id", "timestamp"):
        if sender:
            _note(dates, sender, _moment(at), database)
    for number, *jid in database.rows("jid", "_id", *_JID) if dates else ():
        if number in dates:
            yield _in_group(of_two(links, _written(*jid), dates[number]))


def own_of_calls(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the telephone's own number: that of the device which began each call made from it."""
    by = "call_creator_device_jid_row_id"
    yield from _own(links, _by_jid(database, "call_log", by, "from_me"))


def own_of_messages(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the telephone's own number: that of the device which wrote each message of its own."""
    message = Joined("message", "_id", "message_row_id", ("from_me",))
    jid = Joined("jid", "_id", "author_device_jid", _JID)
    rows = database.rows("message_details", joined=[message, jid])
    yield from _own(links, ((from_me, _written(*written)) for from_me, *written in rows))


def _own(links: Links, devices: Iterable[tuple[Any, ...]]) -> Iterator[StoredNumber | None]:
    mine = set[str]()
    for from_me, jid in devices:
        if from_me and jid not in mine and len(mine) < _MOST_OWN:
            mine.add(jid)
            number = of_two(links, jid, None) if "@" in jid.strip("@") else None
            yield number and number._replace(owner=True)


def _tells_own(links: Links, database: Database) -> bool:
    """Return whether a call or a message tells the telephone's own number."""
    told = (
        number
        for needed, numbers in ((OWN_OF_CALLS, own_of_calls), (OWN_OF_MESSAGES, own_of_messages))
        if database.has(*needed)
        for number in numbers(links, database)
    )
    return any(number is not None and number.text.startswith("+") for number in told)


def others(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield once whoever has an address here, and neither a chat nor a call nor a group."""
    used, people = set[Any](), set[str]()
    for table, column in _USING:
        if database.has(table, column):
            for (number,) in database.rows(table, column):
                _keep(used, number, database)
    for number, *jid in database.rows("jid", "_id", *_JID):
        value = None if number in used else of_two(links, _written(*jid), None)
        if value is None or value.text in people or not value.text.startswith("+"):
            yield None
            continue
        _keep(people, value.text, database)
        yield value._replace(contact=True)


def _keep(people: set[Any], one: Any, database: Database) -> None:
    people.add(one)
    if len(people) > _MOST:
        raise database.unreadable("names more people than can be held; ask for it in parts")


def old_chats(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the chats of two before there was a table of addresses."""
    alone = _old_silent(database)
    for jid, at in database.rows("chat_list", "key_remote_jid", "sort_timestamp"):
        number = of_two(links, text_of(jid), _moment(at))
        yield number and number._replace(contact=text_of(jid) in alone)


def _old_silent(database: Database) -> set[str]:
    """Return the addresses with which there are lines of WhatsApp itself and nothing else."""
    lines, exchanged = set[str](), set[str]()
    if database.has("messages", "key_remote_jid", "status"):
        for jid, status in database.rows("messages", "key_remote_jid", "status"):
            _keep(lines if status == _OLD_LINE else exchanged, text_of(jid), database)
    return lines - exchanged


def old_members(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the members of groups; the telephone itself is one without an address."""
    for (jid,) in database.rows("group_participants", "jid"):
        yield _in_group(of_two(links, text_of(jid), None)) if text_of(jid) else None


def old_messages(links: Links, database: Database) -> Iterator[StoredNumber | None]:
    """Yield once whoever messages were exchanged with, and who wrote in a group."""
    two: dict[Any, datetime | None] = {}
    groups: dict[Any, datetime | None] = {}
    columns = ("key_remote_jid", "remote_resource", "timestamp", "status")
    for jid, writer, at, status in database.rows("messages", *columns):
        when = None if status == _OLD_LINE else _moment(at)
        _note(two, text_of(jid), when, database)
        _note(groups, text_of(writer), when, database)
    alone = _old_silent(database)
    for jid, at in two.items():
        # The table begins with a row that is no message.
        number = of_two(links, jid, at) if jid.strip("-1") else None
        yield number and number._replace(contact=jid in alone)
    for jid, at in groups.items():
        yield _in_group(of_two(links, jid, at)) if jid else None


def _note(
    dates: dict[Any, datetime | None], who: Any, at: datetime | None, database: Database
) -> None:
    dates[who] = later(dates.get(who), at)
    if len(dates) > _MOST:
        raise database.unreadable("names more people than can be held; ask for it in parts")


def _by_jid(database: Database, table: str, by: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of every row, and the address that its column ``by`` leads to."""
    jid = Joined("jid", "_id", by, _JID)
    for row in database.rows(table, *columns, joined=[jid]):
        yield *row[: len(columns)], _written(*row[len(columns) :])


def _written(raw: Any, user: Any, server: Any) -> str:
    return text_of(raw) or f"{text_of(user)}@{text_of(server)}"


def _in_group(number: StoredNumber | None) -> StoredNumber | None:
    return number and number._replace(group=True)


def _moment(at: Any) -> datetime | None:
    return moment(at, UNIX, _MILLISECONDS)
