"""Messages of Android's mmssms.db: texts, messages with pictures, and conversations.

A text names its address. A message with pictures names several, each with what it is to the
message: who wrote it (137), to whom (151), and who else got it (129, 130). The telephone itself is
among them, and is told by that.

Described in AOSP's PduHeaders and MmsSmsDatabaseHelper; Samsung's tables (``bin_...``) in its
provider, as SolidHal/sm8250-samsung-SecTelephonyProvider-apk on GitHub shows it; Xiaomi's mark of
deletion in its ``ExtraTelephony.DeletableSyncColumns``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import UNIX, StoredNumber, moment, text_of
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

_MILLISECONDS = 1000
# Stands for the telephone itself.
_SELF = "insert-address-token"
_FROM, _TO, _OTHERS = 137, 151, frozenset({129, 130})
_INBOX, _SENT = 1, frozenset({2, 3, 4, 5})
# A draft, what is on its way out, what failed, what waits: nobody got it.
_UNSENT = frozenset({3, 4, 5, 6})
# Where the messages of a conversation stand, and what tells whether they were exchanged.
_MESSAGES = (("sms", "thread_id", "type"), ("pdu", "thread_id", "msg_box"))
# Xiaomi's mark of what was deleted and is kept until its cloud knows; others have it too.
_DELETED = "deleted"
# So many of the last digits are the same in every spelling of a number.
_SAME_END = 9
_MOST = 500_000
_MOST_PARTIES = 500
_LONGEST_LIST = 4096
_CONVERSATIONS = ("threads", "_id", "recipient_ids")
_ADDRESSES = ("canonical_addresses", "_id", "address")


class _Known(NamedTuple):
    """What the addresses of all messages tell together."""

    groups: set[int]
    own: set[str]

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return "_Known()"


class _Message:
    """The addresses of one message; they stand together."""

    def __init__(self, number: Any, box: Any) -> None:
        self.number = number
        self._box = box
        self._parties: set[str] = set()
        self._by_kind: dict[Any, set[str]] = {}

    def add(self, address: str, kind: Any) -> None:
        if len(self._parties) < _MOST_PARTIES:
            self._parties.add(address)
            self._by_kind.setdefault(kind, set()).add(_end(address))

    @property
    def is_group(self) -> bool:
        return len(self._parties) >= FEWEST_IN_GROUP

    @property
    def received_by(self) -> set[str]:
        """To whom a message went that came in: the telephone itself, and maybe others."""
        return self._by_kind.get(_TO, set()) - {""} if self._box == _INBOX else set()

    @property
    def own(self) -> set[str]:
        """Who is the telephone itself by this message alone."""
        if self._box in _SENT:
            return self._by_kind.get(_FROM, set()) - {""}
        alone = len(self.received_by) == 1 and not _OTHERS & self._by_kind.keys()
        return self.received_by if alone else set()


def texts(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the address of every text; a draft without one belongs to a conversation."""
    has_conversations = database.has(*_CONVERSATIONS) and database.has(*_ADDRESSES)
    known = _recipients(database) if has_conversations else {}
    columns = ("address", "date", "thread_id", "type", _DELETED)
    for address, date, thread, kind, deleted in database.rows("sms", *columns):
        text = text_of(address)
        draft = not text and thread in known
        at = moment(date, UNIX, _MILLISECONDS)
        number = None if draft else _unless_unsent(_unless_mail(text, at), kind)
        yield number and number._replace(deleted=bool(deleted))


def thrown_away(table: str, database: Database) -> Iterator[StoredNumber | None]:
    """Yield the addresses of what Samsung keeps for some time after it was deleted."""
    for (address,) in database.rows(table, "address"):
        text = text_of(address)
        number = None if text == _SELF else _unless_mail(text, None)
        yield number and number._replace(deleted=True)


def picture_messages(database: Database) -> Iterator[StoredNumber | None]:
    """Yield every address of every message, the telephone's own ones marked."""
    known = _known(database)
    message = Joined("pdu", "_id", "msg_id", ("date", "msg_box", _DELETED))
    rows = database.rows("addr", "msg_id", "address", joined=[message])
    for message_id, address, date, box, deleted in rows:
        text = text_of(address)
        number = None if text == _SELF else _unless_mail(text, moment(date, UNIX))
        number = _unless_unsent(number, box)
        own = _end(text) in known.own
        group = message_id in known.groups
        yield number and number._replace(group=group, owner=own, deleted=bool(deleted))


def conversations(database: Database) -> Iterator[StoredNumber | None]:
    """Yield every address of a conversation, those of drafts too.

    An address that no conversation has any more is left from one that was deleted. A conversation
    in which nothing was exchanged names mere contacts.
    """
    alone, several, exchanged, lost = set[str](), set[str](), set[str](), set[str]()
    empty, deleted = _without_messages(database)
    for thread, people in _recipients(database).items():
        (several if len(people) > 1 else alone).update(people)
        if thread not in empty:
            (lost if thread in deleted else exchanged).update(people)
    lost -= exchanged
    for number, address in database.rows(*_ADDRESSES):
        value = _unless_mail(text_of(address), None)
        of_two, of_more = str(number) in alone, str(number) in several
        gone = not (of_two or of_more) or str(number) in lost
        mere = not gone and str(number) not in exchanged
        yield value and value._replace(group=of_more and not of_two, deleted=gone, contact=mere)


def _recipients(database: Database) -> dict[Any, list[str]]:
    """Return the ids of the addresses that each conversation is held with."""
    recipients: dict[Any, list[str]] = {}
    for thread, people in database.rows(*_CONVERSATIONS):
        if ids := text_of(people)[:_LONGEST_LIST].split():
            recipients[thread] = ids
        if len(recipients) > _MOST:
            raise database.unreadable("holds more conversations than can be held")
    return recipients


def _without_messages(database: Database) -> tuple[set[Any], set[Any]]:
    """Return the conversations that hold nothing but what was never sent, and but what was deleted.

    One with drafts beside deleted messages is one of the latter.
    """
    unsent, deleted, exchanged = set[Any](), set[Any](), set[Any]()
    for place in _MESSAGES:
        rows = database.rows(*place, _DELETED) if database.has(*place) else ()
        for thread, kind, gone in rows:
            (unsent if kind in _UNSENT else deleted if gone else exchanged).add(thread)
            if len(unsent) + len(deleted) + len(exchanged) > _MOST:
                raise database.unreadable("holds more conversations than can be held")
    empty = {
        thread for thread, count in database.rows("threads", "_id", "message_count") if count == 0
    }
    return (empty | unsent) - deleted - exchanged, deleted - exchanged


def _known(database: Database) -> _Known:
    """Return which messages have several others, and which addresses are the telephone's own.

    It is own who got a message alone, who sent one, and the one to whom every message came in.
    """
    groups, own = set[int](), set[str]()
    in_all, received = set[str](), 0
    for message in _messages(database):
        if message.is_group and isinstance(message.number, int):
            groups.add(message.number)
        own |= message.own
        if message.received_by:
            in_all = in_all & message.received_by if received else message.received_by
            received += 1
        if len(groups) + len(own) > _MOST:
            raise database.unreadable("holds more messages than can be held; ask for it in parts")
    if received > 1 and len(in_all) == 1:
        own |= in_all
    return _Known(groups, own)


def _messages(database: Database) -> Iterator[_Message]:
    pdu = Joined("pdu", "_id", "msg_id", ("msg_box",))
    message: _Message | None = None
    for number, address, kind, box in database.rows(
        "addr", "msg_id", "address", "type", joined=[pdu]
    ):
        if message is None or message.number != number:
            if message is not None:
                yield message
            message = _Message(number, box)
        message.add(text_of(address), kind)
    if message is not None:
        yield message


def _end(address: str) -> str:
    """Return what is the same in every spelling of a number, nothing where it is none."""
    digits = "".join(filter(str.isdecimal, address)) if "@" not in address else ""
    return digits[-_SAME_END:] if len(digits) >= _SAME_END else ""


def _unless_unsent(number: StoredNumber | None, kind: Any) -> StoredNumber | None:
    """Return the number, as a mere contact where nobody got the message."""
    unsent = number is not None and kind in _UNSENT
    return number._replace(last_used=None, contact=True) if number and unsent else number


def _unless_mail(text: str, at: datetime | None) -> StoredNumber | None:
    return None if "@" in text else StoredNumber(text, last_used=at)
